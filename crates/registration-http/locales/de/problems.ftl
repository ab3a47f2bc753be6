# Was abgelehnt wurde: Titel (problem-…), Erklärung (problem-…-about) und Gründe an Feldern (error-…).
# Auf Englisch stehen die eigenen Sätze der API da.

problem-not-found = Das gibt es nicht
problem-not-found-about = Unter dieser Adresse gibt es nichts, oder es ist nicht für Sie bestimmt.

error-unknown-media = Laden Sie das Bild zuerst hoch. Eines, das kein Playbook zeigt, wird nach einem Tag vergessen.
error-required = Dieses Feld wird gebraucht.
error-text-empty = Dieses Feld wird gebraucht.
error-text-too-long = Das ist zu lang.
error-text-control-character = Hier steht ein Steuerzeichen, das nicht gedruckt werden kann.
error-text-hidden-character = Hier steht ein unsichtbares Zeichen.
error-invalid-domain = Das ist kein Domainname. Schreiben Sie ihn wie example.com.
error-public-suffix = Nennen Sie eine eigene Domain: Unter dieser kann jeder einen Namen eintragen.
error-duplicate = Die Domain steht schon in der Liste.
error-out-of-range = Diese Zahl liegt außerhalb dessen, was möglich ist.
error-invalid-time = Das ist keine Zeitangabe.

problem-stale = Das wurde inzwischen geändert
problem-stale-about = Jemand hat das inzwischen geändert. Noch ist nichts von Ihren Angaben gespeichert.
