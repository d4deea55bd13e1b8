using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;
using EnvCompiler.Model.Manifests.Composing;

namespace EnvCompiler.Cli.Commands.Includes;

/// <summary>An include as locked, and what it means for the environment.</summary>
internal sealed record ListedInclude
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>Its directory or its repository, as the manifest has it.</summary>
    public required string From { get; init; }

    /// <summary>The generation that is locked; absent of a directory.</summary>
    public int? Generation { get; init; }

    /// <summary>SHA-256 of its manifest as it is locked.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Keys of the composed manifest that come from it: <c>install.curl</c>.</summary>
    public required IReadOnlyList<string> Brings { get; init; }

    /// <summary>Keys of it that something else has too, and outweighs or joins.</summary>
    public required IReadOnlyList<ListedSharedKey> Shared { get; init; }

    /// <summary>Keys that are taken away from it.</summary>
    public required IReadOnlyList<string> Removed { get; init; }

    /// <summary>The include of a manifest.</summary>
    internal static ListedInclude Of(IncludeRequest request, LockedInclude pin, ManifestSource source) => new()
    {
        Name = request.Name,
        From = pin.Dir ?? pin.Remote!,
        Generation = pin.Found,
        Sha256 = pin.Sha256,
        Brings = [.. source.Includes.Where(each => each.Value == request.Name && KeyPath.TryParse(each.Key, out var names) && names.Count == 2).Select(each => each.Key)],
        Shared =
        [
            .. source.SharedKeys.Where(each => each.Include == request.Name)
                .Select(each => new ListedSharedKey(each.KeyPath, each.Other, each.OtherPlace.ToString(), each.IsJoined)),
        ],
        Removed = request.Environment.Remove,
    };
}
