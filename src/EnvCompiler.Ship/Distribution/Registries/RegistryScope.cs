namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>What a token is to allow (distribution, "Token Scope Documentation").</summary>
/// <param name="Actions"><c>pull</c>, <c>pull,push</c> or <c>delete</c>.</param>
/// <param name="MountFrom">A repository to read besides, or null.</param>
internal readonly record struct RegistryScope(string Actions, string? MountFrom = null)
{
    internal static RegistryScope Pull { get; } = new("pull");

    internal static RegistryScope Push { get; } = new("pull,push");

    internal static RegistryScope Delete { get; } = new("delete");

    internal string Text(string repository) => $"repository:{repository}:{Actions}{(MountFrom is null ? "" : $" repository:{MountFrom}:pull")}";
}
