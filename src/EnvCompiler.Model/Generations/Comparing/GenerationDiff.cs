using EnvCompiler.Model.Locks;
using EnvCompiler.Model.Manifests;

namespace EnvCompiler.Model.Generations.Comparing;

/// <summary>What two generations differ in.</summary>
public sealed record GenerationDiff
{
    /// <summary>The earlier one's number, or the one that is named first.</summary>
    public required int From { get; init; }

    /// <summary>The other's number.</summary>
    public required int To { get; init; }

    /// <summary>Packages, for each target of the locks.</summary>
    public required IReadOnlyList<LockChange> Packages { get; init; }

    /// <summary>Bytes of all packages of a target, before and after, for targets in which packages differ.</summary>
    public required IReadOnlyList<TargetSize> Sizes { get; init; }

    /// <summary>Models.</summary>
    public required IReadOnlyList<NamedChange> Models { get; init; }

    /// <summary>Variables of <c>[vars]</c>; a secret has no value to show.</summary>
    public required IReadOnlyList<NamedChange> Vars { get; init; }

    /// <summary>Services, for each target that either is compiled for.</summary>
    public required IReadOnlyList<ServiceChange> Services { get; init; }

    /// <summary>Generated files.</summary>
    public required IReadOnlyList<NamedChange> Files { get; init; }

    /// <summary>Compares.</summary>
    public static GenerationDiff Between(GenerationContent before, GenerationContent after)
    {
        var packages = LockChanges.Between(before.Lock, after.Lock);
        return new GenerationDiff
        {
            From = before.Number,
            To = after.Number,
            Packages = packages,
            Sizes = [.. packages.Select(change => change.Target).Distinct().Select(target => new TargetSize(target, SizeOf(before.Lock, target), SizeOf(after.Lock, target)))],
            Models = NamedChange.Between(before.Lock.Models, after.Lock.Models, SameFiles, model => $"{model.Files.Count} {(model.Files.Count == 1 ? "file" : "files")}, {model.Files.Sum(file => file.Size)} B"),
            Vars = NamedChange.Between(before.Manifest.Vars, after.Manifest.Vars, (from, to) => from == to, Show),
            Services =
            [
                .. before.Targets.Keys.Union(after.Targets.Keys).Order(StringComparer.Ordinal)
                    .SelectMany(target => ServiceComparison.Between(target, before.Targets.GetValueOrDefault(target), after.Targets.GetValueOrDefault(target))),
            ],
            Files = NamedChange.Between(before.Files, after.Files, (from, to) => from == to, _ => null),
        };
    }

    private static bool SameFiles(LockedModel from, LockedModel to) => from.Files.SequenceEqual(to.Files);

    private static long SizeOf(Lock locked, string target) =>
        locked.Targets.TryGetValue(target, out var found)
            ? found.Groups.Values.SelectMany(group => group.Packages).Distinct().Sum(id => locked.Packages[id].Size)
            : 0;

    private static string Show(VariableDefinition variable) =>
        variable.Secret ? "(secret)" : variable.Value ?? $"{variable.Default} (default)";
}
