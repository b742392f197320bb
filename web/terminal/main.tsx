import "../draw/fonts"
