// Latin only: Chinese comes from the system (see tokens.css), its web fonts are too heavy for a wall PC.
import "@fontsource/ibm-plex-sans/latin-400.css"
import "@fontsource/ibm-plex-sans/latin-600.css"
import "@fontsource/ibm-plex-sans/latin-700.css"
import "./tokens.css"
