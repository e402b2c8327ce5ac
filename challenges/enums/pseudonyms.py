"""The names under which partners and reviewers know a team: birds, because a bird says nothing about its team."""

BIRDS = (
    "Avocet", "Bittern", "Blackbird", "Brambling", "Bullfinch", "Buzzard", "Chaffinch", "Coot", "Cormorant", "Crane",
    "Crossbill", "Cuckoo", "Curlew", "Dipper", "Dove", "Dunlin", "Dunnock", "Eider", "Falcon", "Fieldfare",
    "Gannet", "Godwit", "Goldcrest", "Goldfinch", "Goshawk", "Grebe", "Greenfinch", "Hawfinch", "Heron", "Hoopoe",
    "Jackdaw", "Jay", "Kestrel", "Kingfisher", "Kite", "Knot", "Lapwing", "Linnet", "Magpie", "Mallard",
    "Martin", "Merlin", "Moorhen", "Nightingale", "Nuthatch", "Oriole", "Osprey", "Ouzel", "Partridge", "Pintail",
    "Plover", "Puffin", "Redshank", "Robin", "Sandpiper", "Skylark", "Spoonbill", "Starling", "Stork", "Swallow",
    "Swift", "Teal", "Tern", "Turnstone", "Wagtail", "Warbler", "Waxwing", "Wheatear", "Woodcock", "Wren",
)  # fmt: skip
