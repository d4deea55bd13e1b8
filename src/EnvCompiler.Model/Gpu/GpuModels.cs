namespace EnvCompiler.Model.Gpu;

/// <summary>
/// Names of GPUs and their SMs (NVIDIA, «CUDA GPU Compute Capability»). For messages and for people who know their card and not its SM; a GPU that is
/// there is asked itself.
/// </summary>
public static class GpuModels
{
    private static readonly (SmVersion Sm, string[] Names)[] Known =
    [
        (new(6, 0), ["P100"]),
        (new(6, 1), ["P40", "P4", "GTX 1080 Ti", "GTX 1080"]),
        (new(7, 0), ["V100", "TITAN V"]),
        (new(7, 2), ["Jetson AGX Xavier", "Jetson Xavier NX"]),
        (new(7, 5), ["T4", "RTX 2080 Ti", "RTX 2080", "Quadro RTX 8000", "Quadro RTX 6000", "TITAN RTX"]),
        (new(8, 0), ["A100", "A30"]),
        (new(8, 6), ["A40", "A10", "A16", "A2", "RTX A6000", "RTX A5000", "RTX 3090", "RTX 3080", "RTX 3060"]),
        (new(8, 7), ["Jetson AGX Orin", "Jetson Orin NX", "Jetson Orin Nano"]),
        (new(8, 9), ["L40S", "L40", "L4", "L20", "L2", "RTX 6000 Ada", "RTX 4090", "RTX 4080", "RTX 4070", "RTX 4060"]),
        (new(9, 0), ["H100", "H200", "H800", "H20", "GH200"]),
        (new(10, 0), ["B100", "B200", "GB200"]),
        (new(10, 3), ["B300", "GB300"]),
        (new(11, 0), ["Jetson AGX Thor", "Jetson T5000"]),
        (new(12, 0), ["RTX PRO 6000 Blackwell", "RTX 5090", "RTX 5080", "RTX 5070", "RTX 5060"]),
        (new(12, 1), ["GB10", "DGX Spark"]),
    ];

    /// <summary>Every SM that a named GPU has, lowest first.</summary>
    public static IReadOnlyList<SmVersion> Sms { get; } = Array.ConvertAll(Known, group => group.Sm);

    /// <summary>GPUs of an SM, for messages; none where no name is known.</summary>
    public static IReadOnlyList<string> NamesOf(SmVersion sm) => Known.FirstOrDefault(group => group.Sm == sm).Names ?? [];

    /// <summary>The SM of a GPU by its name, with or without the maker: <c>NVIDIA L40S</c>, <c>H100 80GB HBM3</c>; null when the name is not known.</summary>
    public static SmVersion? Find(string name)
    {
        // The longest name wins: an L40S is no L40, and an RTX 2080 Ti no RTX 2080.
        var found = Known.SelectMany(group => group.Names.Select(known => (known, group.Sm)))
            .Where(model => Contains(name, model.known))
            .OrderByDescending(model => model.known.Length)
            .FirstOrDefault();
        return found.known is null ? null : found.Sm;
    }

    // Whole words: A10 is not part of A100, nor L4 of L40. SXM and PCIe forms have a dash after the name.
    private static bool Contains(string text, string name)
    {
        var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase);
        return at >= 0
            && (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
            && (at + name.Length == text.Length || !char.IsLetterOrDigit(text[at + name.Length]));
    }
}
