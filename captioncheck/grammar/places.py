def find_places(text, language=None): return ()
def country_name(code): return code
