"""Short plain German words without umlauts: two of them and two digits make a sign-in name."""

_WORDS = """
adler anker apfel baum beere berg biene birne blatt blume boot brief brot buch bus dach dorf eiche eis ente erde
esel fahne feder feld fenster fisch flug fluss garten gast glas gold gras hafen hand haus hase hemd herz himmel
hof holz honig hose hund hut igel insel jacke jahr kamm karte katze kerze kiste kleid koch korb korn kugel lampe
land laub licht linde linie luft mais maler mantel markt mast maus meer melone mond morgen muschel nacht nadel
nest nuss obst ofen ort papier park perle pferd pilz platz quelle rabe rad regen reis ring rose sand schaf
schiff schnee schule see segel seil seife sommer sonne stein stern stuhl tag tal tasche tasse tee tisch tor
traube turm uhr vase vogel wald wand wasser weg welle wiese wind winter wolke wolle zahl zaun zebra zelt ziege
zug zweig
"""
WORDS = tuple(_WORDS.split())
