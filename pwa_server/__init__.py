"""Wegplan: the integration plan in your pocket."""
