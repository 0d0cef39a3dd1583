"""How a run is carried out: in this process or in workers beside it, with or without what earlier runs found."""
