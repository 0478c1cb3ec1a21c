"""Papers out: letters and plan tables as .docx files."""
