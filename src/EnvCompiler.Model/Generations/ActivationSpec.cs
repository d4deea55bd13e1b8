namespace EnvCompiler.Model.Generations;

/// <summary><c>targets/T/activation.json</c>: all that activating a target needs, so that neither manifest nor lock is parsed for it.</summary>
public sealed record ActivationSpec
{
    /// <summary>The envc that compiled it; another one compiles anew.</summary>
    public required string EnvcVersion { get; init; }

    /// <summary>One sentence about the environment, <c>ENVC_ENV_DESCRIPTION</c>.</summary>
    public string? Description { get; init; }

    /// <summary>Root id by group; written in ordinal order.</summary>
    public IReadOnlyDictionary<string, string> Roots { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The group of hook, commands and <c>ENVC_ENV</c>'s links: <c>toplevel</c> where it has packages, else the first; null without any.</summary>
    public string? DefaultGroup { get; init; }

    /// <summary><c>[vars]</c>, in the order in which they are set: a variable comes after those it refers to.</summary>
    public IReadOnlyList<ActivationVariable> Vars { get; init; } = [];

    /// <summary>The generation has <c>hook/on-activate</c>.</summary>
    public bool OnActivate { get; init; }

    /// <summary>The generation has <c>hook/on-deactivate</c>.</summary>
    public bool OnDeactivate { get; init; }

    /// <summary>There are services.</summary>
    public bool Services { get; init; }

    /// <summary>Services start without <c>-s</c>.</summary>
    public bool AutoStart { get; init; }
}
