using EnvCompiler.Model.Locks;

namespace EnvCompiler.Store.Imaging;

/// <summary>What an image is made of.</summary>
public sealed record ImageContents
{
    /// <summary>The lock.</summary>
    public required Lock Lock { get; init; }

    /// <summary>The target's packages in the image, in id order.</summary>
    public required IReadOnlyList<LockedPackage> Packages { get; init; }

    /// <summary>File system of the root of these packages.</summary>
    public required string Root { get; init; }

    /// <summary>File system of the group's root for hosts, which has base packages and certificates.</summary>
    public required string HostRoot { get; init; }

    /// <summary>Entries of <see cref="LauncherFiles"/>.</summary>
    public required IReadOnlyList<ImageEntry> Launcher { get; init; }

    /// <summary>What belongs to this generation alone, <c>.envc/environment</c> above all.</summary>
    public required IReadOnlyList<ImageEntry> Environment { get; init; }

    /// <summary>Files of models, below the project's directory.</summary>
    public IReadOnlyList<ImageEntry> Models { get; init; } = [];

    /// <summary>The user.</summary>
    public ImageUser User { get; init; } = ImageUser.Default;

    /// <summary>Layers at most.</summary>
    public int Budget { get; init; } = ImageLayers.DefaultBudget;
}
