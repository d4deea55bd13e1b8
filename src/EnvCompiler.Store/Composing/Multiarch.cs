namespace EnvCompiler.Store.Composing;

/// <summary>A system's names in file names (Debian policy 9.1.1, and the ABI's dynamic loader).</summary>
/// <param name="Triplet">Directory of its libraries below <c>usr/lib</c>.</param>
/// <param name="Loader">Its dynamic loader, relative to a merged root.</param>
internal sealed record Multiarch(string Triplet, string Loader)
{
    /// <summary>The systems that envc knows.</summary>
    public static readonly Multiarch[] All =
    [
        new("x86_64-linux-gnu", "usr/lib64/ld-linux-x86-64.so.2"),
        new("aarch64-linux-gnu", "usr/lib/ld-linux-aarch64.so.1"),
    ];

    /// <summary>The system of a root, or null when it has no loader of a known one.</summary>
    public static Multiarch? Of(RootPlan plan) => Array.Find(All, system => plan.Resolve($"/{system.Loader}") is not null);
}
