# Was alle öffnen dürfen: Startseite, Wege ins Portal, Ankommen, und Passwörter.

continue = Weiter
or = oder
full-name = Vor- und Nachname
work-email = Geschäftliche E-Mail-Adresse
company = Firma
message = Nachricht
message-hint = Was unserem Team hilft, Sie zuzuordnen.
password-hint = Mindestens 15 Zeichen. Ein paar Wörter ohne Zusammenhang merkt man sich leicht; Einfügen aus einem Passwortmanager geht auch.
register-now = Zugang anfragen

home-title = Willkommen
home-welcome = Willkommen bei { $brand }
home-lede = Melden Sie sich an, um Ihre Playbooks und Projekte zu sehen.
home-new-here = Neu hier?
home-register = Mit der geschäftlichen Adresse einer Firma, die hier eingerichtet ist.
home-register-now = Ihre Firma ist noch nicht eingerichtet? Bitten Sie unser Team um Zugang.

register-title = Konto anlegen
register-lede = Nehmen Sie Ihre geschäftliche E-Mail-Adresse. Wir schicken Ihnen einen Link, um sie zu bestätigen.
register-email-hint = Welche Domains sich registrieren können, entscheidet Ihre Firma.
register-not-set-up = Ihre Firma ist noch nicht eingerichtet?
register-have-account = Schon ein Konto?

check-title = Sehen Sie in Ihr Postfach
check-sent-to = Wir haben eine Mail geschickt an
check-sent = Wir haben eine Mail an die Adresse geschickt, die Sie angegeben haben.
check-lede = Öffnen Sie den Link darin, oder geben Sie den Code hier ein.
check-code = Code aus der E-Mail
check-code-hint = Sechs Ziffern; sie gelten 10 Minuten.
check-code-wrong = { $left ->
    [0] Dieser Code stimmt nicht. Lassen Sie sich die Mail noch einmal schicken, um einen neuen zu bekommen.
    [one] Dieser Code stimmt nicht. Sie haben noch einen Versuch.
   *[other] Dieser Code stimmt nicht. Sie haben noch { $left } Versuche.
}
check-confirm = E-Mail-Adresse bestätigen
check-nothing = Nach ein paar Minuten noch nichts da? Sehen Sie im Spam-Ordner nach.
check-resend = Noch einmal schicken
check-other-address = Andere Adresse nehmen
done-resent = Wir haben sie noch einmal geschickt, mit neuem Link und Code. Die älteren gelten nicht mehr.

join-link = Einladungslink
join-title = Zugang zu { $customer }
join-lede = Mit Ihren Angaben legen Sie Ihr Konto im Portal von { $brand } an.
join-domains = { $customer } lässt Adressen zu bei:
join-subdomains = und Subdomains davon
join-email-hint = Wir schicken Ihnen eine Mail, um sie zu bestätigen. Danach wählen Sie ein Passwort.
join-not-you = Nicht Ihre Firma?
join-no-address = Keine solche Adresse?
join-have-account = Schon ein Konto? Nehmen Sie dieselbe Adresse: Diese Firma kommt zu Ihrem Konto hinzu.
join-dead-title = Dieser Einladungslink gilt nicht mehr
join-dead-disabled = Er wurde abgeschaltet. Bitten Sie um einen neuen, wo Sie ihn bekommen haben, oder bitten Sie unser Team um Zugang.
join-dead-expired = Er galt bis zu einem bestimmten Tag, und der ist vorbei. Bitten Sie um einen neuen, wo Sie ihn bekommen haben, oder bitten Sie unser Team um Zugang.
join-dead-used-up = Es sind so viele Personen damit gekommen, wie vorgesehen waren. Bitten Sie um einen neuen, wo Sie ihn bekommen haben, oder bitten Sie unser Team um Zugang.
join-dead-replaced = Ein neuerer Link ersetzt ihn. Bitten Sie um den neuen, wo Sie diesen bekommen haben, oder bitten Sie unser Team um Zugang.
join-dead-unknown = Diesen Link gibt es nicht: Vielleicht fehlt beim Kopieren ein Stück. Prüfen Sie ihn, oder bitten Sie unser Team um Zugang.

activate-title = E-Mail-Adresse bestätigen
activate-lede = Mit dem Knopf zeigen Sie, dass diese Adresse Ihnen gehört. Dann geht es zu Ihrem Konto.
activate-not-you = Sie haben nicht darum gebeten? Schließen Sie diese Seite: Ohne den Knopf geschieht nichts.
activate-dead-title = Dieser Link gilt nicht mehr
activate-dead = Er wurde schon benutzt, ist abgelaufen, oder eine neuere Mail ersetzt ihn. Wenn Sie ein Passwort haben, melden Sie sich an. Sonst registrieren Sie sich noch einmal, um einen neuen Link zu bekommen.
activate-dead-again = Noch einmal registrieren

come-in-proven = Adresse bestätigt
come-in-new-title = Passwort wählen
come-in-new = Damit legen Sie Ihr Konto bei { $customer } an und melden sich künftig an.
come-in-new-choice = Mehrere Firmen lassen Ihre Adresse zu. Wählen Sie Ihre Firma und ein Passwort für Ihr Konto.
come-in-known-title = Sie haben schon ein Konto
come-in-known = Mit „Weiter“ kommt { $customer } hinzu. Dann melden Sie sich mit Ihrem Passwort an.
come-in-known-choice = Mehrere Firmen lassen Ihre Adresse zu. Wählen Sie, welche zu Ihrem Konto hinzukommt. Dann melden Sie sich mit Ihrem Passwort an.
come-in-ask-title = Zugang anfragen
come-in-ask-lede = Nichts ist verloren: Unser Team kann Ihnen Zugang geben.
ask-for-access = Zugang anfragen
why-not-staff-address = Diese Adresse gehört zu unserem eigenen Team, das sich an der Konsole anmeldet.
why-not-role-mailbox = Diese Adresse gehört zu einer Funktion und nicht zu einer Person; darüber entscheidet unser Team.
why-not-domain-not-permitted = Für diese Adresse ist Ihre Firma nicht eingerichtet.
why-not-self-service-off = Für die Selbstregistrierung ist Ihre Firma nicht eingerichtet.
why-not-link-registration-off = Der Einladungslink, mit dem Sie kamen, wurde abgeschaltet.
why-not-link-disabled = Der Einladungslink, mit dem Sie kamen, wurde abgeschaltet.
why-not-link-expired = Der Einladungslink, mit dem Sie kamen, ist abgelaufen.
why-not-link-used-up = Mit dem Einladungslink sind so viele Personen gekommen, wie vorgesehen waren.
why-not-link-replaced = Der Einladungslink, mit dem Sie kamen, wurde durch einen neueren ersetzt.
why-not-already-member = Sie haben schon Zugang: Melden Sie sich mit Ihrem Passwort an.
why-not-contact-suspended = Der Zugang für diese Adresse ist zurzeit abgeschaltet.
done-welcome = Willkommen! Ihr Konto ist bereit.
done-joined = Die Firma gehört jetzt zu Ihrem Konto. Melden Sie sich an, um weiterzumachen.

request-lede = Sagen Sie uns, wer Sie sind. Jemand aus unserem Team sieht es sich an und gibt Ihnen Zugang.
request-sent-title = Anfrage abgeschickt
request-sent = Vielen Dank: Ihre Registrierungsanfrage ist abgeschickt
request-sent-lede = Das Team von { $brand } weiß Bescheid.
request-next = Wie es weitergeht
request-next-1 = Sie bekommen eine Mail, dass die Anfrage bei uns ist.
request-next-2 = Jemand aus unserem Team sucht Ihre Firma heraus und ordnet Sie ihr zu.
request-next-3 = Sie bekommen eine Mail mit einem Link, auf dem Sie Ihr Passwort wählen.

reset-title = Passwort vergessen?
reset-lede = Geben Sie die Adresse ein, mit der Sie sich anmelden. Wir schicken Ihnen einen Link, um ein neues zu wählen.
reset-send = Link schicken
reset-back = Zurück zur Anmeldung
reset-sent = Wenn es zu dieser Adresse ein Konto gibt, ist ein Link für ein neues Passwort unterwegs. Er gilt eine Stunde.
reset-dead-title = Dieser Link gilt nicht mehr
reset-dead = Er wurde schon benutzt, ist abgelaufen, oder eine neuere Mail ersetzt ihn.
reset-again = Neuen Link anfordern
choose-title = Neues Passwort wählen
choose-lede = Es ersetzt das alte und beendet alle Sitzungen, die anderswo offen sind.
choose-password = Neues Passwort
choose-do = Passwort speichern
done-password-set = Ihr neues Passwort gilt. Melden Sie sich damit an.

console-activate-title = Passwort wählen
console-activate-lede = Willkommen, { $name }. Damit melden Sie sich an der Konsole von { $brand } an.
console-setup-lede = Sie werden Administratorin oder Administrator von { $brand }: Sagen Sie, wer Sie sind, und wählen Sie ein Passwort.
console-activate-dead = Er wurde schon benutzt, ist abgelaufen, oder eine neuere Mail ersetzt ihn. Wenn Sie ein Passwort haben, melden Sie sich an; sonst bitten Sie um eine neue Einladung.
