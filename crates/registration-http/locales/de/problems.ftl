# Was abgelehnt wurde: Titel (problem-…), Erklärung (problem-…-about) und Gründe an Feldern (error-…).
# Auf Englisch stehen die eigenen Sätze der API da.

problem-not-found = Das gibt es nicht
problem-not-found-about = Unter dieser Adresse gibt es nichts, oder es ist nicht für Sie bestimmt.

error-unknown-media = Laden Sie das Bild zuerst hoch. Eines, das kein Playbook zeigt, wird nach einem Tag vergessen.
