"""Addresses that programs ask for: feeds, what search engines read, and the pictures of links."""

from django.urls import URLPattern, URLResolver, path

from challenges.views import crawlers, feeds, sharing

urlpatterns: list[URLPattern | URLResolver] = [
    path("feeds/challenges.atom", feeds.as_atom, name="feed_atom"),
    path("feeds/challenges.json", feeds.as_json, name="feed_json"),
    path("sitemap.xml", crawlers.site_map, name="sitemap"),
    path("robots.txt", crawlers.robots, name="robots"),
    path("challenges/<slug:slug>/card-<str:version>.png", sharing.card, name="challenge_card"),
]
