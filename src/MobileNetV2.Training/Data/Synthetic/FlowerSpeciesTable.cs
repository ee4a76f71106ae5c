using static MobileNets.Training.Data.FlowerCentre;
using static MobileNets.Training.Data.FlowerForm;
using static MobileNets.Training.Data.Inflorescence;
using static MobileNets.Training.Data.LeafStyle;
using static MobileNets.Training.Data.PetalPattern;
using static MobileNets.Training.Data.PetalShape;

namespace MobileNets.Training.Data;

/// <summary>
/// The invented species, one per class. The first 24 differ most, so that small subsets are easy; those after the first 102 are left for
/// trying a trained network on flowers that it has never seen.
/// </summary>
internal static class FlowerSpeciesTable
{
    public static readonly FlowerSpecies[] All =
    [
        // Clearly distinct in shape.
        new("sun-ray daisy", 21, Strap, 0.85f) { Centre = SeedDisc, CentreSize = 0.3f, Leaf = Pinnatifid },
        new("three-petalled woodstar", 3, Pointed, 0.9f) { Centre = Button, CentreSize = 0.1f, Leaf = Ovate },
        new("cabbage rose", 6, Round, 1.5f) { Whorls = 6, WhorlScale = 0.76f, Leaf = Ovate },
        new("moonlit bindweed", 5, Round, 0.85f) { Form = Funnel, Pattern = Stripe, Leaf = Cordate },
        new("laughing pansy", 5, Round, 1) { Form = Pansy, Centre = Button, CentreSize = 0.07f, Pattern = Blotch, Leaf = Dentate },
        new("snowball hydrangea", 4, Round, 0.95f) { Cluster = Umbel, Centre = Button, CentreSize = 0.2f, Leaf = Dentate },
        new("tower lupin", 2, Round, 1) { Form = Lipped, Cluster = Spike, Leaf = Palmate },
        new("chalice tulip", 5, Oval, 1.15f) { Form = Cup, Leaf = Lanceolate },
        new("six-armed spider lily", 6, Needle, 0.22f) { Centre = LongStamens, CentreSize = 0.75f, Bend = 0.25f, Leaf = Linear },
        new("trumpet daffodil", 6, Oval, 0.95f) { Centre = Corona, CentreSize = 0.42f, Leaf = Linear },
        new("four-hearted poppy", 4, Heart, 1.05f) { Centre = Boss, CentreSize = 0.25f, Leaf = Pinnatifid },
        new("great seed sunflower", 18, Pointed, 1.2f) { Whorls = 2, WhorlScale = 0.92f, Centre = SeedDisc, CentreSize = 0.52f, Leaf = Cordate },
        new("hanging bellflower", 5, Pointed, 1) { Form = Bell, Cluster = Arch, Bend = 0.25f, Leaf = Ovate },
        new("moth-winged orchid", 5, Round, 1) { Form = Orchid, Leaf = Ovate },
        new("pinwheel periwinkle", 5, Teardrop, 0.8f) { Bend = 0.55f, Centre = Eye, CentreSize = 0.12f, Leaf = Lanceolate },
        new("tiled dahlia", 13, Teardrop, 1.15f) { Whorls = 7, WhorlScale = 0.8f, Leaf = Pinnate },
        new("crown passionflower", 10, Lance, 1.1f) { Centre = Filaments, CentreSize = 0.6f, Leaf = Palmate },
        new("skirted coneflower", 11, Strap, 1) { Form = Skirt, Centre = Cone, CentreSize = 0.32f, Leaf = Lanceolate },
        new("hooded arum", 1, Pointed, 1.1f) { Form = Spathe, Centre = Spadix, CentreSize = 0.2f, Leaf = Cordate },
        new("bearded marsh iris", 6, Teardrop, 1.15f) { Form = Iris, Pattern = Veins, Leaf = Linear },
        new("ragged carnation", 9, Fringed, 1.25f) { Whorls = 4, WhorlScale = 0.74f, Leaf = Linear },
        new("globe onion-flower", 6, Oval, 0.8f) { Cluster = Globe, Leaf = Linear },
        new("four-armed crossflower", 4, Strap, 0.4f) { Centre = Button, CentreSize = 0.17f, Leaf = Pinnate },
        new("spotted leopard lily", 6, Lance, 1.15f) { Centre = LongStamens, CentreSize = 0.5f, Pattern = Spots, Leaf = Lanceolate },

        // Daisies: many petals around a disc.
        new("eight-rayed mountain daisy", 8, Oval, 0.9f) { Centre = SeedDisc, CentreSize = 0.28f, Leaf = Linear },
        new("dark-tipped ox-eye", 13, Lance, 0.95f) { Centre = Button, CentreSize = 0.24f, Pattern = Tips, Leaf = Dentate },
        new("spoon-rayed gerbera", 12, Spoon, 0.9f) { Centre = Button, CentreSize = 0.2f, Leaf = Pinnatifid },
        new("double gerbera", 24, Strap, 0.9f) { Whorls = 3, WhorlScale = 0.66f, Centre = SeedDisc, CentreSize = 0.18f, Leaf = Pinnatifid },
        new("toothed tickseed", 8, Toothed, 1.05f) { Centre = Button, CentreSize = 0.15f, Pattern = Blotch, Leaf = Linear },
        new("needle-rayed aster", 34, Needle, 0.7f) { Centre = Button, CentreSize = 0.22f, Leaf = Lanceolate },
        new("thimble-headed rudbeckia", 10, Pointed, 0.9f) { Centre = Cone, CentreSize = 0.34f, Leaf = Ovate },
        new("firewheel blanket-flower", 14, Toothed, 0.95f) { Centre = SeedDisc, CentreSize = 0.36f, Pattern = Tips, Leaf = Pinnatifid },
        new("ringed gazania", 16, Pointed, 1) { Centre = Button, CentreSize = 0.2f, Pattern = Zone, Leaf = Lanceolate },
        new("striped treasure-flower", 12, Pointed, 1.1f) { Centre = SeedDisc, CentreSize = 0.24f, Pattern = Stripe, Leaf = Lanceolate },
        new("collared dahlia", 8, Round, 1.05f) { Whorls = 2, WhorlScale = 0.5f, Centre = SeedDisc, CentreSize = 0.18f, Leaf = Pinnate },
        new("cushion-centred zinnia", 9, Oval, 1.15f) { Centre = Cone, CentreSize = 0.48f, Leaf = Ovate },

        // Five petals.
        new("cup-petalled buttercup", 5, Round, 1.15f) { Centre = Stamens, CentreSize = 0.34f, Leaf = Palmate },
        new("notched primrose", 5, Notched, 1) { Centre = Eye, CentreSize = 0.1f, Pattern = Throat, Leaf = Dentate },
        new("slender star jasmine", 5, Lance, 0.7f) { Centre = Eye, CentreSize = 0.08f, Bend = 0.3f, Leaf = Pinnate },
        new("veined cranesbill", 5, Notched, 0.9f) { Centre = Star, CentreSize = 0.24f, Pattern = Veins, Leaf = Palmate },
        new("fringed clove-pink", 5, Fringed, 1.05f) { Centre = Eye, CentreSize = 0.1f, Pattern = Zone, Leaf = Linear },
        new("ruffled hibiscus", 5, Frilled, 1.3f) { Centre = Star, CentreSize = 0.4f, Pattern = Blotch, Leaf = Dentate },
        new("spoon-petalled campion", 5, Spoon, 0.85f) { Centre = Button, CentreSize = 0.1f, Leaf = Ovate },
        new("five-hearted dog rose", 5, Heart, 1.1f) { Centre = Boss, CentreSize = 0.34f, Leaf = Pinnate },
        new("pointed starflower", 5, Pointed, 0.75f) { Centre = Star, CentreSize = 0.18f, Leaf = Linear },
        new("kite-petalled phlox", 5, Diamond, 0.95f) { Centre = Eye, CentreSize = 0.14f, Leaf = Lanceolate },
        new("rimmed flax", 5, Round, 0.95f) { Centre = Stamens, CentreSize = 0.18f, Pattern = Edge, Leaf = Linear },
        new("windmill oleander", 5, Round, 0.8f) { Bend = 0.4f, Centre = Star, CentreSize = 0.2f, Pattern = Throat, Leaf = Lanceolate },

        // Funnels.
        new("balloon starbell", 5, Round, 0.3f) { Form = Funnel, Centre = Star, CentreSize = 0.3f, Pattern = Veins, Leaf = Ovate },
        new("deep-throated petunia", 5, Round, 0.6f) { Form = Funnel, Pattern = Throat, Leaf = Ovate },
        new("eight-lobed cup vine", 8, Round, 0.75f) { Form = Funnel, Centre = Stamens, CentreSize = 0.25f, Pattern = Zone, Leaf = Cordate },
        new("white-rimmed morning glory", 5, Round, 0.92f) { Form = Funnel, Centre = Button, CentreSize = 0.08f, Pattern = Edge, Leaf = Cordate },
        new("six-lobed gentian", 6, Round, 0.45f) { Form = Funnel, Pattern = Spots, Leaf = Ovate },

        // Four petals.
        new("broad evening primrose", 4, Round, 1.2f) { Centre = Stamens, CentreSize = 0.36f, Leaf = Lanceolate },
        new("four-pointed clematis", 4, Pointed, 0.95f) { Centre = Filaments, CentreSize = 0.32f, Leaf = Ovate },
        new("blotched silk poppy", 4, Frilled, 1.35f) { Centre = Boss, CentreSize = 0.3f, Pattern = Blotch, Leaf = Pinnatifid },
        new("notched dogwood", 4, Notched, 0.95f) { Centre = Button, CentreSize = 0.12f, Leaf = Ovate },
        new("fringed gentian", 4, Fringed, 0.85f) { Centre = Eye, CentreSize = 0.12f, Leaf = Lanceolate },
        new("kite-petalled wallflower", 4, Diamond, 0.9f) { Centre = Stamens, CentreSize = 0.16f, Pattern = Veins, Leaf = Lanceolate },

        // Three and six petals.
        new("three-petalled spiderwort", 3, Round, 1) { Centre = Stamens, CentreSize = 0.32f, Leaf = Linear },
        new("two-storeyed tiger-flower", 3, Oval, 1.1f) { Whorls = 2, WhorlScale = 0.5f, Centre = Button, CentreSize = 0.1f, Pattern = Spots, Leaf = Linear },
        new("zephyr rain lily", 6, Pointed, 0.9f) { Centre = Stamens, CentreSize = 0.26f, Leaf = Linear },
        new("ribboned star lily", 6, Lance, 1.2f) { Centre = LongStamens, CentreSize = 0.45f, Pattern = Stripe, Leaf = Lanceolate },
        new("oval windflower", 6, Oval, 1.2f) { Centre = Boss, CentreSize = 0.26f, Leaf = Palmate },
        new("curl-tipped martagon", 6, Pointed, 0.75f) { Centre = LongStamens, CentreSize = 0.5f, Bend = 0.45f, Pattern = Spots, Leaf = Lanceolate },
        new("double-crowned narcissus", 6, Round, 1) { Whorls = 2, WhorlScale = 0.62f, Centre = Corona, CentreSize = 0.26f, Leaf = Linear },
        new("ribbon nerine", 6, Strap, 0.26f) { Centre = LongStamens, CentreSize = 0.7f, Bend = 0.3f, Leaf = Linear },
        new("open-faced tulip", 6, Round, 1.15f) { Centre = Star, CentreSize = 0.2f, Pattern = Blotch, Leaf = Lanceolate },

        // Seven and more petals.
        new("starry wood chickweed", 7, Lance, 0.9f) { Centre = Stamens, CentreSize = 0.22f, Leaf = Lanceolate },
        new("seven-hearted saxifrage", 7, Heart, 0.9f) { Centre = Eye, CentreSize = 0.14f, Pattern = Edge, Leaf = Pinnatifid },
        new("mountain avens", 8, Oval, 1.1f) { Centre = Boss, CentreSize = 0.38f, Leaf = Dentate },
        new("barred clematis", 8, Pointed, 1.05f) { Centre = Filaments, CentreSize = 0.3f, Pattern = Stripe, Leaf = Ovate },
        new("nine-spooned osteospermum", 9, Spoon, 0.8f) { Centre = Eye, CentreSize = 0.2f, Pattern = Tips, Leaf = Dentate },

        // Many whorls.
        new("floating water lily", 9, Pointed, 0.95f) { Whorls = 4, WhorlScale = 0.8f, Centre = Stamens, CentreSize = 0.2f, Leaf = Cordate },
        new("quilled cactus dahlia", 14, Lance, 0.75f) { Whorls = 4, WhorlScale = 0.82f, Leaf = Pinnate },
        new("spooned chrysanthemum", 16, Spoon, 1.1f) { Whorls = 6, WhorlScale = 0.82f, Leaf = Pinnatifid },
        new("ruffled peony", 7, Frilled, 1.3f) { Whorls = 4, WhorlScale = 0.78f, Centre = Stamens, CentreSize = 0.16f, Leaf = Palmate },
        new("formal camellia", 8, Round, 1.2f) { Whorls = 5, WhorlScale = 0.8f, Pattern = Edge, Leaf = Ovate },
        new("sacred lotus", 8, Oval, 1.1f) { Whorls = 3, WhorlScale = 0.84f, Centre = Boss, CentreSize = 0.24f, Pattern = Veins, Leaf = Cordate },
        new("double buttercup", 5, Round, 1.2f) { Whorls = 4, WhorlScale = 0.72f, Leaf = Palmate },
        new("papery strawflower", 15, Pointed, 1.1f) { Whorls = 5, WhorlScale = 0.86f, Centre = Button, CentreSize = 0.28f, Leaf = Lanceolate },
        new("spider chrysanthemum", 26, Needle, 0.6f) { Whorls = 3, WhorlScale = 0.78f, Bend = 0.4f, Leaf = Pinnatifid },
        new("picotee ranunculus", 7, Toothed, 1.25f) { Whorls = 3, WhorlScale = 0.72f, Pattern = Edge, Leaf = Palmate },

        // Faces and lips.
        new("whiskered violet", 5, Oval, 1) { Form = Pansy, Pattern = Veins, Leaf = Cordate },
        new("spotted slipper orchid", 5, Pointed, 1) { Form = Orchid, Pattern = Spots, Leaf = Lanceolate },
        new("rimmed flag iris", 6, Oval, 1) { Form = Iris, Centre = Star, CentreSize = 0.2f, Pattern = Edge, Leaf = Linear },
        new("freckled monkeyflower", 5, Heart, 1) { Form = Lipped, Centre = Button, CentreSize = 0.1f, Pattern = Throat, Leaf = Dentate },

        // Seen from the side.
        new("goblet crocus", 3, Pointed, 1.2f) { Form = Cup, Pattern = Veins, Leaf = Linear },
        new("fringed parrot tulip", 5, Fringed, 1.2f) { Form = Cup, Leaf = Lanceolate },
        new("flared lily-tulip", 4, Lance, 1.2f) { Form = Cup, Bend = 0.35f, Pattern = Edge, Leaf = Lanceolate },
        new("solitary harebell", 5, Pointed, 1.05f) { Form = Bell, Bend = 0.15f, Leaf = Linear },
        new("chequered snakehead", 4, Oval, 1.15f) { Form = Bell, Pattern = Spots, Leaf = Linear },
        new("hat-skirted prairie flower", 6, Round, 2) { Form = Skirt, Centre = Cone, CentreSize = 0.3f, Pattern = Blotch, Leaf = Pinnate },
        new("barred pulpit-flower", 1, Lance, 1.2f) { Form = Spathe, Centre = Spadix, CentreSize = 0.14f, Pattern = Veins, Leaf = Palmate },

        // Inflorescences.
        new("star-clustered pentas", 5, Pointed, 0.8f) { Cluster = Umbel, Centre = Eye, CentreSize = 0.16f, Leaf = Ovate },
        new("funnel agapanthus", 6, Round, 0.4f) { Form = Funnel, Cluster = Umbel, Leaf = Linear },
        new("foxglove tower", 4, Oval, 1.2f) { Form = Bell, Cluster = Spike, Pattern = Spots, Leaf = Ovate },
        new("hyacinth spike", 6, Lance, 0.9f) { Cluster = Spike, Leaf = Linear },
        new("hollyhock spire", 5, Round, 1.15f) { Cluster = Spike, Centre = Eye, CentreSize = 0.2f, Leaf = Pinnatifid },
        new("cloud-of-stars spray", 5, Notched, 0.9f) { Cluster = Spray, Centre = Button, CentreSize = 0.16f, Leaf = Linear },
        new("branching michaelmas daisy", 13, Strap, 0.9f) { Cluster = Spray, Centre = SeedDisc, CentreSize = 0.36f, Leaf = Lanceolate },
        new("bleeding-heart arch", 2, Heart, 1.6f) { Form = Bell, Cluster = Arch, Leaf = Pinnate },

        // Beyond the 102 of a whole data set.
        new("whirling vinca", 5, Strap, 1.1f) { Bend = 0.5f, Centre = Eye, CentreSize = 0.14f, Pattern = Throat, Leaf = Ovate },
        new("double columbine", 6, Lance, 1) { Whorls = 3, WhorlScale = 0.6f, Centre = Stamens, CentreSize = 0.2f, Pattern = Tips, Leaf = Palmate },
        new("tiger turkscap", 7, Needle, 1.6f) { Centre = Stamens, CentreSize = 0.22f, Pattern = Stripe, Leaf = Linear },
        new("trumpet spray", 5, Round, 0.6f) { Form = Funnel, Cluster = Spray, Pattern = Throat, Leaf = Lanceolate },
        new("veined cup umbel", 4, Oval, 1.1f) { Form = Cup, Cluster = Umbel, Pattern = Veins, Leaf = Pinnate },
        new("notched cornflower", 10, Notched, 0.7f) { Whorls = 2, WhorlScale = 0.5f, Centre = Boss, CentreSize = 0.26f, Leaf = Dentate },
    ];
}
