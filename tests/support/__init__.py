"""What the tests lean on: the real server as a process, real browsers, a receiving push service, a slow network."""
