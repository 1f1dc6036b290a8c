"""Commands for editors and developers. Thin: arguments in, one engine call, words out."""
