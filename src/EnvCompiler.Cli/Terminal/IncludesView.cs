using EnvCompiler.Cli.Commands.Includes;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Cli.Terminal;

/// <summary>The environments that a manifest includes.</summary>
internal static class IncludesView
{
    /// <summary>Each with what it brings, a key a line.</summary>
    public static void Write(TextWriter output, IReadOnlyList<ListedInclude> includes)
    {
        foreach (var include in includes)
        {
            output.WriteLine($"{include.Name}: {include.From}{(include.Generation is { } number ? $", generation {number}" : "")}");
            foreach (var key in include.Brings)
                output.WriteLine($"  {key}");
            foreach (var key in include.Shared)
                output.WriteLine($"  {key.Key}, {(key.Joined ? "joined with what is" : "overridden")} {At(key.Other, key.At)}");
            foreach (var key in include.Removed)
                output.WriteLine($"  {key}, removed");
        }
    }

    /// <summary>Says what of included environments does not count, because something else has the same key.</summary>
    public static void SayOverridden(UserInterface userInterface, ManifestSource source)
    {
        foreach (var key in source.SharedKeys.Where(each => !each.IsJoined))
            userInterface.Say($"`{key.KeyPath}` of the include `{key.Include}` is overridden {At(key.Other, key.OtherPlace.ToString())}");
    }

    private static string At(string? include, string place) => include is null ? $"at {place}" : $"in `{include}` at {place}";
}
