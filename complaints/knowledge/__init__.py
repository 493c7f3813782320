"""What the guidance rests on: data files in knowledge/, their models, their loader and their validator."""
