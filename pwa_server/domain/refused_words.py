"""PINs and passwords that are tried first everywhere, and those that this product invites. Compared without case."""

_PASSWORDS = """
00000000 01234567 10101010 11111111 11223344 12121212 123123123 12341234 12345678 123456789 1234567890 13131313
147258369 159753456 1q2w3e4r 1qaz2wsx 20202020 31415926 69696969 789456123 87654321 88888888 987654321 99999999
aaa aaaaaaaa abc abcabc abcd abcdef abcdefg abcdefgh admin administrator afghanistan ahmad ahmed aleppo allah
andrea ankara arbeit arsenal asdfasdf asdfghjk asdfghjkl ashley baseball basketball batman bayern bayernmuenchen
beispiel beispielstadt benutzer beratung beratungsstelle berlin besiktas bismillah borussia bremen caritas
changeme cheese chelsea chocolate computer damaskus daniel default demo demodemo deutsch deutschkurs deutschland
diakonie dortmund dragon dresden duesseldorf düsseldorf essen estrella europa example familie fatima fenerbahce
flower football frankfurt freedom fruehling frühling fussball fußball galatasaray gast geheim geheimnis germany
guest habibi habibti hallo hallo123hallo hallohallo hallowelt hamburg hannover herbst ichliebedich iloveyou
inshallah integration integrationsplan integrationsvertrag internet istanbul jennifer jessica jobcenter jordan
kabul kennwort kiev koeln kyiv köln landkreis leipzig letmein liverpool login master michael migration mohammed
monkey muenchen muhammad münchen nuernberg nürnberg oesterreich p@ssw0rd p@ssword parola passion passw0rd
passwor password passwort pokemon princesa princess prinzessin probe q1w2e3r4 qazwsx qazwsxedc qwerqwer qwerty
qwertyuiop qwertz qwertzui qwertzuiop root sabine schalke schatz schatzi schmetterling schokolade schweiz secret
shadow sifre slava sommer sonne sonnenschein sprachkurs starwars stuttgart sunshine superman syria syrien termin
test tester testtest thomas trustno turkiye türkiye ukraina ukraine user username wegplan welcome werder
whatever willkommen winter yxcvbnm zaq12wsx zukunft zxcvbnm österreich şifre йцукен йцукенг любов пароль привет
україна
"""
PASSWORDS = frozenset(_PASSWORDS.split())

_PINS = """
000001 010203 100000 101112 102030 110110 111222 112211 112233 121314 123321 123654 123789 131313 135790 135791
142536 147258 147369 147852 159357 159753 192837 202020 222333 223344 246802 246810 258456 321321 332211 333444
369258 456123 456789 520520 546372 654123 741852 753159 789123 789456 852456 963147 963852 987456 998877
"""
PINS = frozenset(_PINS.split())
