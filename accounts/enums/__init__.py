from accounts.enums.people import GrantSource, Language, Level, PortalLanguage, Role

__all__ = ["GrantSource", "Language", "Level", "PortalLanguage", "Role"]
