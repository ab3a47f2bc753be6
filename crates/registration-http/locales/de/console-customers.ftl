# Kunden: Liste, Anlegen, und der Reiter Details.

customers-title = Kunden
customers-lede = Die Firmen, die das Portal nutzen.
customers-search = Name oder Kennung
customers-create = + Kunden anlegen
customers-create-title = Kunden anlegen
customers-create-lede = Portal-Einstellungen und ein Einladungslink gehören dazu; die Selbstregistrierung ist anfangs aus.
customers-create-do = Kunden anlegen
customers-none = Es gibt noch keine Kunden
customers-none-hint = Legen Sie den ersten an, und lassen Sie dann seine Domains zu oder geben Sie seinen Einladungslink weiter.
customers-none-found = Nichts passt zu „{ $q }“
customers-none-found-hint = Suchen Sie nach einem Teil des Namens oder der Kennung.
customer-name = Firmenname
customer-reference = Kennung
customer-reference-hint = Ihre eigene Nummer für diesen Kunden, etwa CUST-0418.
customer-doors = Selbstregistrierung
customer-self-service-on = Ein
customer-self-service-off = Aus
customer-since = Seit
