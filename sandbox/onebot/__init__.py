"""The QQ side: a stand-in OneBot v11 implementation with NapCat's shapes, and the phone of its users."""
