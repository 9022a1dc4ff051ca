"""The words that the painter knows: plain tables, no logic. ``reading`` looks them up.

Each table maps a meaning to the words that mean it, separated by blanks; ``_`` joins the words of a phrase.
Add a word here and it acts; nothing else has to change.
"""

from __future__ import annotations

# Words that name what the picture is of. Three tables: a strong word decides alone, a plain one is usual, a
# weak one (a place or thing that turns up in many scenes) only tips the scale.
SCENES_STRONG = {
    "harbour": "harbour harbor port marina dockside quayside fishing_boats fishing_boat fishing_harbour wharf",
    "sea": "sea ocean seascape beach coast coastline shore surf tide bay island lighthouse sailboat",
    "hills": "hills hill landscape countryside valley moor meadow farmland vineyard tuscany fields",
    "mountains": "mountains mountain alps alpine peaks peak summit glacier himalaya fjord volcano",
    "desert": "desert dunes dune sahara canyon mesa badlands",
    "forest": "forest woods woodland jungle rainforest grove pines birches redwood taiga",
    "city": "city street alley downtown metropolis avenue tokyo manhattan cyberpunk crossing boulevard megacity",
    "skyline": "skyline cityscape skyscrapers waterfront city_skyline",
    "portrait": "portrait headshot bust face selfie mannequin close-up_of_a_woman close-up_of_a_man actor",
    "interior": "interior room living_room bedroom kitchen loft apartment lounge studio_apartment hallway office "
    "library gallery lobby",
    "table": "food dish meal breakfast dinner lunch salad dessert pastry still_life fruit noodles soup recipe "
    "restaurant flatlay flat_lay feast plating tabletop",
    "product": "product packshot packaging bottle jar perfume fragrance flacon cosmetics skincare serum sneaker "
    "headphones smartphone wristwatch vase soda beer whisky whiskey lotion flask",
    "space": "space planet galaxy nebula cosmos moonscape asteroid saturn orbit_of",
    "abstract": "abstract gradient pattern swirl waves_of_colour texture wallpaper background_texture fractal silk "
    "marbling ribbons bauhaus geometric shapes",
}
SCENES_PLAIN = {
    "harbour": "boats boat pier jetty quay trawler ship ships dock ferry docks canal",
    "sea": "waves wave water horizon sail sailing sailor cliffs cliff lake river",
    "hills": "hillside field pasture sheep farm road path orchard village cottage prairie plain grassland lavender",
    "mountains": "ridge ridges snowfield cliffside cabin hut",
    "desert": "sand cactus camel",
    "forest": "trees tree fern moss mushroom deer fox owl glade trail",
    "city": "building buildings traffic taxi tram neon_signs rooftop car shopfront market skyscraper",
    "skyline": "towers tower bridge",
    "portrait": "woman man girl boy person people lady gentleman model musician dancer fisherman chef scientist "
    "founder athlete grandmother grandfather child hair eyes character astronaut king queen warrior singer",
    "interior": "sofa couch armchair chair bed curtain curtains window_seat fireplace desk bookshelf lamp_stand house",
    "table": "coffee tea cake bread bowl plate fruits apples apple oranges lemons pear pears burger pizza sushi pasta "
    "ramen croissant cookies wine cheese candles table cup mug cocktail espresso",
    "product": "box can tin tube candle watch phone package carton mug_mockup speaker soap lipstick tin_can device "
    "plinth pedestal podium label cream teapot",
    "space": "stars starfield moon rocket comet earth",
    "abstract": "shape circles circle lines curves colours colors flow fluid liquid smoke paint emotion idea concept "
    "music sound dream",
}
SCENES_WEAK = {
    "sea": "boats_drift salt wind",
    "interior": "wall floor window lamp rug",
    "table": "kitchen_table linen spoon",
    "product": "glass bottle_cap backdrop",
    "forest": "leaves green",
    "hills": "grass mist sunrise nature outdoors horizon_line",
    "city": "neon lights crowd",
}

# What the product, the table or the picture of an animal shows.
SUBJECTS = {
    "bottle": "bottle perfume fragrance flacon wine whisky whiskey beer lotion serum cologne flask shampoo",
    "jar": "jar cream honey jam balm cosmetics skincare pot",
    "box": "box package packaging carton parcel gift cube",
    "cup": "cup mug coffee tea espresso cappuccino latte teacup",
    "can": "can tin soda beer_can tin_can",
    "tube": "tube lipstick toothpaste",
    "vase": "vase pot ceramic ceramics pottery amphora urn teapot",
    "watch": "watch wristwatch ring bracelet jewellery jewelry",
    "phone": "phone smartphone tablet device",
    "speaker": "speaker loudspeaker camera",
    "candle": "candle candles",
    "burger": "burger hamburger cheeseburger sandwich",
    "pizza": "pizza",
    "bread": "bread loaf croissant croissants bakery baguette toast",
    "flowers": "flowers flower bouquet tulips roses peonies",
    "fruit": "fruit fruits apple apples orange oranges lemon lemons pear pears peach peaches still_life",
    "bowl": "bowl soup ramen noodles salad rice curry pasta stew",
    "cake": "cake dessert pastry pie tart cheesecake",
}

LIGHTS = {
    "dawn": "dawn sunrise daybreak first_light early_morning",
    "morning": "morning",
    "golden": "golden_hour sunset low_sun evening_sun late_light golden_light late_sun afternoon sunlit evening",
    "noon": "noon midday daylight sunny bright_sun clear_sky high_sun summer_day bright_day blue_sky",
    "overcast": "overcast cloudy grey_sky gray_sky soft_daylight diffuse winter_day drizzle",
    "storm": "storm stormy thunder thunderstorm tempest lightning",
    "dusk": "dusk twilight sundown nightfall",
    "blue": "blue_hour",
    "night": "night midnight moonlit moonlight starry nocturnal night-time",
    "neon": "neon cyberpunk gel gels two-gel neon_signs nightclub synthwave",
    "studio": "studio softbox seamless studio_light packshot clean_light beauty_light",
    "highkey": "high-key highkey high_key bright_wrap",
    "lowkey": "low-key lowkey low_key dark_field chiaroscuro deep_shadow dramatic hard_light spotlight strip_lights",
    "candle": "candle candlelight candlelit firelight fire lantern campfire fireplace by_candle",
    "backlit": "backlit backlight rim_light silhouette contre-jour",
    "window": "window_light window_side side_light",
}

FINISHES = {
    "film": "film grain grainy analogue analog 35mm 35_mm halation kodak cinestill negative_film film_grain "
    "celluloid super-8",
    "faded": "70s faded vintage retro nostalgic washed_colour old_photo",
    "instant": "instant polaroid instant-print instant_print instant_photo",
    "mono": "black-and-white black_and_white monochrome greyscale grayscale b&w silver_gelatin",
    "noir": "noir film_noir",
    "sepia": "sepia daguerreotype tintype",
    "watercolour": "watercolour watercolor aquarelle wet-on-wet pooled_pigment",
    "oil": "oil oil_painting oils impasto gouache acrylic brushwork brush_strokes brushstrokes painterly painting "
    "impressionist",
    "ink": "ink ink_wash sumi-e sumi calligraphy brush_ink",
    "pencil": "pencil sketch graphite charcoal hatching drawing line_art crosshatch pencil_drawing line_drawing",
    "comic": "comic comics comic_book pop_art spot_blacks graphic_novel halftone_dots",
    "anime": "anime cel_shading cel-shaded cel manga toon cartoon",
    "poster": "poster flat_vector vector flat flat_design screenprint screen-print minimal_poster travel_poster "
    "flat_colour flat_illustration plain_shapes linocut",
    "papercut": "papercut paper-cut paper_cut layered_card layered_paper cut_paper papercraft",
    "risograph": "risograph riso halftone two_inks misregister misregistered",
    "woodblock": "woodblock woodcut ukiyo-e engraving etching",
    "blueprint": "blueprint cyanotype technical_drawing white_line",
    "pixel": "pixel pixel_art pixelated 8-bit 16-bit 8bit 16bit voxel",
    "lowpoly": "low-poly low_poly lowpoly facets faceted polygonal",
    "vhs": "vhs camcorder scan_lines scanlines videotape glitch",
}

WEATHERS = {
    "fog": "fog foggy mist misty haze hazy smoky murky steam",
    "rain": "rain rainy raining drizzle downpour rainfall rain-soaked monsoon",
    "snow": "snow snowy snowing snowfall blizzard winter wintry",
}

FRAMINGS = {
    "wide": "wide establishing establishing_shot panorama panoramic vista wide_shot wide_angle wide-angle epic",
    "close": "close-up close_up closeup macro extreme_close detail tight_shot",
    "low": "low_angle low-angle low_boat worm's-eye from_below looking_up from_a_low",
    "top": "top-down top_down overhead flatlay flat_lay straight_down bird's-eye bird's_eye aerial from_above drone",
}

COPY_SPACE = {
    "left": "space_on_the_left copy_space_left empty_left left_third_empty room_on_the_left space_at_left",
    "right": "space_on_the_right copy_space_right empty_right right_third_empty room_on_the_right space_at_right",
    "any": "negative_space copy_space empty_space open_space room_for_text room_for_copy space_for_text "
    "space_for_a_headline room_for_a_headline blank_space",
}

# Things that a scene shows when they are named.
EXTRAS = {
    "lamps": "lamp lamps lantern lanterns lights streetlights streetlamp lamplight",
    "moon": "moon moonlit moonlight",
    "stars": "stars starry milky_way",
    "sun": "sun sunrise sunset sunlit",
    "birds": "birds bird gulls gull seagulls swallows crows geese",
    "wet": "wet puddle puddles reflections reflection rain-soaked glossy",
    "stone": "stone cobbles cobblestone cobblestones quay pier jetty",
    "figure": "figure person man woman girl boy someone walker hiker fisherman traveller traveler child silhouette",
    "umbrella": "umbrella umbrellas",
    "boat": "boat boats sail sailboat ship rowing_boat yacht",
    "lighthouse": "lighthouse",
    "house": "house cottage cabin hut village farm barn farmhouse church",
    "tree": "tree oak lone_tree",
    "trees": "trees pines firs spruces conifers cypress forest woods",
    "conifers": "pines pine firs fir spruces spruce conifers taiga evergreen evergreens",
    "birches": "birch birches aspen aspens",
    "lake": "lake river pond water fjord reservoir stream",
    "flowers": "flowers flower poppies lavender blossom tulips wildflowers bouquet roses",
    "snowcaps": "glacier snow-capped snowcapped alps himalaya snow",
    "road": "road path trail track",
    "car": "car cars taxi traffic headlights",
    "beach": "beach sand shore sandy",
    "waves": "waves surf swell breakers",
    "bed": "bed bedroom duvet pillows",
    "desk": "desk office workspace study computer",
    "plant": "plant plants fern leaves palm monstera foliage greenery",
    "steam": "steam steaming hot",
    "glasses": "glasses spectacles sunglasses",
    "beard": "beard bearded",
    "hat": "hat cap beanie helmet",
    "bun": "bun topknot updo",
    "long": "long_hair long-haired",
    "bald": "bald shaved_head",
    "short": "short_hair buzz_cut cropped_hair man boy gentleman grandfather king",
    "smile": "smile smiling laughing happy joyful",
    "rings": "saturn rings ringed",
    "orbs": "spheres sphere orbs balls bubbles droplets beads",
    "geometric": "geometric bauhaus shapes circles squares triangles constructivist swiss grid",
    "stripes": "lines stripes waves ribbons silk folds curves fabric",
}

# The parts of a scene that a colour word may bind to.
PARTS = {
    "subject": "bottle jar box cup mug can tin tube vase perfume flacon package carton watch phone speaker product "
    "teapot candle flask packaging device soap lipstick serum",
    "cap": "cap lid stopper top handle dial screen wax strap",
    "plinth": "plinth pedestal podium stand block slab base column",
    "wall": "wall walls background backdrop wallpaper field seamless cyclorama paper ground",
    "floor": "floor table tabletop surface counter floorboards desk cloth linen tablecloth",
    "props": "sphere spheres ball balls pebble pebbles orbs petals",
    "label": "label band stripe",
    "sky": "sky sunset sunrise dusk dawn twilight clouds cloud heaven light horizon glow evening",
    "land": "hills hill mountains mountain fields field grass meadow dunes dune desert sand land valley slopes "
    "pasture lavender ridges ridge peaks cliffs planet",
    "water": "sea water ocean lake river waves wave harbour harbor bay tide",
    "boat": "boat boats hull sail sails ship trawler sailboat ferry yacht",
    "lamps": "lamp lamps lights lanterns lantern windows sign signs neon signage light_bulbs headlights",
    "building": "building buildings house houses cottage facade facades tower towers skyscrapers lighthouse cabin barn",
    "trees": "trees tree forest leaves pines foliage plant plants firs woods trunks birches",
    "mist": "mist fog haze smoke steam",
    "hair": "hair beard braid bun curls",
    "skin": "skin face complexion",
    "clothes": "dress shirt jacket coat sweater jumper suit scarf top blouse hoodie turtleneck gown uniform t-shirt",
    "lips": "lips lipstick",
    "hat": "hat beanie helmet",
    "eyes": "eyes",
    "sofa": "sofa couch settee armchair chair bed cushions bench",
    "rug": "rug carpet",
    "curtain": "curtain curtains drapes",
    "plate": "plate bowl dish saucer",
    "burger": "burger hamburger cheeseburger sandwich",
    "pizza": "pizza",
    "bread": "bread loaf croissant croissants bakery baguette toast",
    "flowers": "flowers flower bouquet tulips roses peonies",
    "fruit": "fruit fruits apple apples pear pears berries lemons peaches",
    "umbrella": "umbrella",
    "flowers": "flowers flower roses poppies tulips",
    "figure": "figure",
    "car": "car taxi",
    "shapes": "circles circle shapes shape ribbons ribbon waves stripes lines silk",
    "sun": "sun moon",
    "gel": "gel gels rim",
}

# Names and sRGB values; one text, because a table of a hundred rows would hide the rest of the file.
COLOURS = dict(
    pair.split("=")
    for pair in """
    red=#c8242f crimson=#a51c30 scarlet=#d92b1c burgundy=#6b1229 maroon=#641220 coral=#ef6f5a salmon=#f28c7a
    terracotta=#c4633f rust=#a84a22 brick=#9c4430 orange=#ee7d1b tangerine=#f28500 amber=#d98a12 ochre=#c98a2d
    mustard=#d1a01f yellow=#f3c321 lemon=#f7e04a gold=#d5a739 golden=#d9a94a honey=#d99a2b green=#2f8f4a
    emerald=#12805c lime=#9ccc2f olive=#7b7f35 sage=#9caf88 mint=#a5dcc0 forest-green=#1f4d33 moss=#5d6f36
    jade=#2f9e78 pistachio=#b5cf8c teal=#14807f turquoise=#2fbcb5 cyan=#25bcd8 aqua=#5cc8cf blue=#2660bf
    navy=#16264d cobalt=#1d46b0 azure=#3a8be0 indigo=#37308c ultramarine=#2a35a8 sapphire=#1b3f94 denim=#3f5f8a
    slate=#5f6f7d petrol=#12505f ice-blue=#cfe6f2 purple=#6a2f9a violet=#7442c8 lilac=#b99ad6 lavender=#a58fd0
    plum=#6b2a5b magenta=#d0218f fuchsia=#d92bb0 pink=#ee86a9 rose=#dd7f92 blush=#eec3bd mauve=#a27c99 peach=#f6b48c
    apricot=#f2a769 cream=#f1e6cf ivory=#f4eedd beige=#d9c8a9 sand=#d8c29a sandy=#d8c29a tan=#c59b6c caramel=#b8763a
    brown=#6f4527 chestnut=#6d3b22 chocolate=#4b2a1a espresso=#3a241a umber=#5c4630 white=#f3f2ee silver=#b9bec4
    grey=#8c8f93 gray=#8c8f93 charcoal-grey=#3a3d41 graphite=#44484d black=#17181a blonde=#d8b878 blond=#d8b878
    auburn=#7a3420 ginger=#b9602a copper=#b8693d bronze=#94673a brass=#b99445 walnut=#5d4029 oak=#b58a5a
    teak=#9a6a3c mahogany=#5a2a1e ebony=#211b18 onyx=#16171a marble=#e9e7e2 concrete=#a9a8a3 stone=#a59f94
    limestone=#d2c8b4 slate-grey=#5f666c wood=#a37747 wooden=#a37747 oaken=#b58a5a chrome=#c9ced3 steel=#9aa2a9
    glass=#cfe0e0 leather=#7a4a2b velvet=#6b1f3a brass-coloured=#b99445
    """.split()
)

MATERIALS = {
    "stone": "stone concrete limestone slate granite cement rock cobbles",
    "marble": "marble onyx travertine",
    "wood": "wood wooden oak oaken walnut teak mahogany ebony timber",
    "metal": "metal gold brass copper bronze chrome steel silver aluminium aluminum tin",
    "glass": "glass crystal translucent transparent",
    "matte": "matte ceramic clay porcelain plaster terracotta paper velvet linen felt",
}

# Modifiers directly before a colour: factor towards black (negative) or white (positive).
SHADES = {
    "deep": -0.45,
    "dark": -0.55,
    "midnight": -0.6,
    "inky": -0.6,
    "muted": 0.0,
    "pale": 0.55,
    "light": 0.45,
    "soft": 0.25,
    "pastel": 0.55,
    "bright": 0.0,
    "powder": 0.5,
    "dusty": 0.2,
    "warm": 0.0,
    "cool": 0.0,
}

# After one of these, the rest of the clause says what must not be there.
NEGATIONS = frozenset("no not without never avoid except minus excluding".split())
