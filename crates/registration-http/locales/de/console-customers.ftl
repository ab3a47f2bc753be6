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
customer-since-day = Kunde seit { $day }
customer-archived-on = Archiviert am { $day }
customer-head-on = Selbstregistrierung ein
customer-head-off = Selbstregistrierung aus
customer-view-portal = Portal ansehen
customer-tabs = Kunde
tab-details = Details
tab-contacts = Kontakte
tab-registrations = Registrierungen
tab-projects = Projekte
tab-activity = Aktivität
customer-archived-note = Dieser Kunde ist archiviert: Seine Türen sind geschlossen, seine Kontakte haben keinen Zugang. Seine Geschichte bleibt.
details-legend = Angaben zum Kunden
company-title = Firma
company-lede = Wie dieser Kunde für Ihr Team und im Portal erscheint.
settings-title = Portal-Einstellungen
settings-lede = Lassen Sie Menschen aus dieser Firma ihr Konto selbst anlegen und Projekte beginnen, ohne auf eine Einladung zu warten.
settings-how = Adresse prüfen: wie über Registrierungen entschieden wird
self-service = Selbstregistrierung erlauben
self-service-hint = Wer eine Adresse an einer zugelassenen Domain nachweist, kann ein Konto anlegen.
domains-label = Zugelassene Domains
domains-hint = Drücken Sie nach jeder Domain die Eingabetaste. Auch @example.com, *.example.com oder eine eingefügte Liste geht.
domains-trust = Lassen Sie nur Domains zu, denen Sie vertrauen.
domains-trust-why = Wer dort E-Mail empfangen kann, kann sich registrieren. Ein öffentlicher Anbieter wie gmail.com muss eigens bestätigt werden.
domain-add = Domain hinzufügen
domain-list = Zugelassene Domains
domain-none = keine Domain
domain-subdomains = Subdomains
domain-subdomains-hint = Mit einem Haken bei „Subdomains“ gelten neben der Domain auch Adressen darunter, etwa
domain-wrong = „{ $item }“: { $why }
acknowledge-public-provider = Ich weiß, dass bei { $domain } jeder eine Adresse haben kann, und lasse die Domain trotzdem zu.
acknowledge-disposable = Ich weiß, dass Adressen bei { $domain } nach Gebrauch weggeworfen werden, und lasse die Domain trotzdem zu.
acknowledge-needed = { $domain } wird nur zugelassen, wenn Sie es bestätigen.
settings-warning-admits-nobody = Die Selbstregistrierung ist erlaubt, aber keine Domain ist zugelassen: So kommt niemand herein.
settings-warning-overlap = Auch { $other } lässt { $domain } zu: Wer dort eine Adresse hat, wählt nach dem Nachweis zwischen beiden.
settings-warning-public-provider = Bei { $domain } kann jeder eine Adresse haben.
settings-warning-disposable = Adressen bei { $domain } werden nach Gebrauch weggeworfen.
settings-warning-opens-portal-form = Eine Liste gilt für beides: Wer eine Adresse bei { $domain } hat, kann sich auch ohne den Link registrieren.
audience-label = Wer den Link nutzen kann
audience-anyone = Jede E-Mail-Adresse
audience-anyone-hint = Der Link allein genügt.
audience-permitted-domains = Nur die zugelassenen Domains
audience-permitted-hint = Einzelne Einladungen können weiterhin an jede Adresse gehen.
unsaved = Sie haben ungespeicherte Änderungen
discard = Verwerfen
save = Speichern
copy = Kopieren
links-title = Einladungslink
links-lede = Ein Link zum Weitergeben in der Firma. Er wird nicht überwacht: Wer ihn hat, kann die Registrierung öffnen.
links-leaked = Ein Link je Zweck hält auseinander, wer wie gekommen ist.
link-registration = Selbstregistrierung mit Einladungslink erlauben
link-registration-hint = Ausschalten sperrt sofort jeden Link. Wer schon registriert ist, behält den Zugang.
link-state-live = Gültig
link-state-disabled = Gesperrt
link-state-expired = Abgelaufen
link-state-used-up = Aufgebraucht
link-masked = Vollständig sieht den Link nur, wer ihn weitergeben darf.
link-uses = { $count ->
    [0] Noch nicht genutzt
    [one] Einmal genutzt
   *[other] { $count }-mal genutzt
}
link-uses-of = { $count } von { $max }-mal genutzt
link-last-used = zuletzt
link-expires = läuft ab
link-created = angelegt am { $day }
link-change = Link ändern
link-open = Link öffnen
link-replace = Link ersetzen
link-new = Neuer Link
link-new-lede = Ein weiterer Weg zu { $name }. Er gilt sofort.
link-create = Link anlegen
link-title = Link
link-lede = Ein Einladungslink von { $name }.
link-label = Bezeichnung
link-label-hint = Wie Ihr Team ihn nennt, etwa Einführung 2026.
link-expiry = Läuft ab
link-expiry-hint = In UTC. Leer: nie.
link-maximum = Höchstzahl
link-maximum-hint = Wie viele sich damit registrieren können. Leer: beliebig viele.
link-enabled = Gültig
link-enabled-hint = Ausgeschaltet sagt der Link, dass er gesperrt ist, und bietet an, um Zugang zu bitten.
link-leaked = Ist der Link in falsche Hände geraten? Ein neuer ersetzt ihn.
link-joined = Wer damit gekommen ist
link-joined-lede = Registrierungen, die mit diesem Link abgeschlossen wurden.
link-joined-none = Mit diesem Link ist noch niemand gekommen
link-joined-none-hint = Kopieren Sie ihn, und schicken Sie ihn der Firma.
link-disable-title = Diesen Link sperren?
link-replace-question = „{ $label }“ ersetzen?
link-replace-lede = Der Link bekommt eine neue Adresse. Wo die alte steht, etwa in E-Mails und im Intranet, braucht es die neue.
link-replace-pending = { $count ->
    [one] Eine Person hat sich damit registriert und noch nicht aktiviert
   *[other] { $count } Personen haben sich damit registriert und noch nicht aktiviert
}
link-replace-when = Wann endet der alte Link?
link-replace-at-once = Sofort
link-replace-hour = Nach einer Stunde
link-replace-day = Nach einem Tag
link-replace-week = Nach sieben Tagen
link-replace-do = Link ersetzen
link-uses-stay = { $count ->
    [0] Damit ist noch niemand gekommen.
    [one] Eine Person ist damit gekommen und behält den Zugang.
   *[other] { $count } Personen sind damit gekommen und behalten den Zugang.
}
link-fewer = { $left ->
    [one] Nur wer als Erstes aktiviert, kommt herein. Den anderen wird angeboten, um Zugang zu bitten.
   *[other] Nur die ersten { $left }, die aktivieren, kommen herein. Den anderen wird angeboten, um Zugang zu bitten.
}
link-sooner = Sie hatten länger Zeit. Nun kommen sie nur herein vor:
joined-who = Wer
joined-when = Wann
impact-title = Diese Änderung trifft Menschen
impact-lede = Was Sie für { $name } speichern wollen, ist enger als zuvor. Noch ist nichts gespeichert.
impact-members = { $count ->
    [one] Eine Person mit Zugang käme so nicht mehr herein
   *[other] { $count } Personen mit Zugang kämen so nicht mehr herein
}
impact-sessions = { $count ->
    [one] Angemeldet mit einer Sitzung.
   *[other] Angemeldet mit { $count } Sitzungen.
}
impact-pending = { $count ->
    [one] Eine laufende Registrierung würde abgelehnt
   *[other] { $count } laufende Registrierungen würden abgelehnt
}
impact-pending-hint = Diese Personen haben noch nichts nachgewiesen; ihnen wird stattdessen angeboten, um Zugang zu bitten.
impact-links = { $count ->
    [one] Ein gültiger Link endet oder lässt weniger zu
   *[other] { $count } gültige Links enden oder lassen weniger zu
}
impact-more = und { $count } weitere
impact-nobody = Niemand hat Zugang, niemand ist unterwegs, und kein Link ist gültig.
impact-what = Was soll mit den Personen mit Zugang geschehen?
impact-keep = Zugang behalten
impact-keep-hint = Die neuen Einstellungen gelten für alle, die künftig kommen.
impact-suspend = Zugang entziehen
impact-suspend-hint = Der Zugang endet sofort, und damit alles, was sie bei diesem Kunden sehen.
impact-back = Zurück zum Formular
archive-title = Kunden archivieren
archive-question = { $name } archivieren?
archive-lede = Archivieren schließt alle Türen des Kunden und beendet den Zugang seiner Kontakte sofort. Seine Geschichte bleibt.
archive-open = Kunden archivieren …
archive-do = Kunden archivieren
done-saved-opens = Gespeichert. Eine Liste gilt für Link und Formular: Wer eine Adresse an den neuen Domains hat, kann sich auch ohne den Link registrieren.
done-replaced = Ersetzt. Geben Sie den neuen Link weiter.
done-archived = Archiviert.
identity-title = Identitätskonfiguration
identity-area = Identitäts- und Zugriffsverwaltung
identity-lede = Wie sich die Menschen einer Organisation anmelden und wie Konten entstehen.
identity-customer = Kunde
identity-show = Anzeigen
identity-customer-page = Alle Einstellungen von { $name }
identity-none-hint = Die Identität wird für jeden Kunden eingestellt. Legen Sie den ersten an.
identity-link-hint = Anfangs ein. Registrierungsmails gehen an jede Domain, solange Sie keine zugelassenen nennen.
login-method = Anmeldeverfahren
login-method-lede = Gilt für alle Menschen der Organisation.
login-method-password = Passwort
provisioning = Bereitstellung
provisioning-lede = Geben Sie einen Link weiter, statt einzeln einzuladen.
allowlist = Zugelassene Domains
allowlist-hint = Drücken Sie nach jeder Endung die Eingabetaste, etwa @company-name.com. Leere Liste: jede Domain. Sonst sind andere Domains ausgeschlossen. Einzelne Einladungen beachten die Liste nicht.
archive-members = { $count ->
    [one] Eine Person verliert den Zugang
   *[other] { $count } Personen verlieren den Zugang
}
archive-pending = { $count ->
    [one] Eine laufende Registrierung endet
   *[other] { $count } laufende Registrierungen enden
}
archive-links = { $count ->
    [one] Ein gültiger Link endet
   *[other] { $count } gültige Links enden
}
