namespace EnvCompiler.Store.Composing.Effects;

/// <summary><c>dpkg-divert --add</c>: one path of every package but one gets another name.</summary>
/// <param name="Package">Name of the package whose own file keeps the path; empty for <c>--local</c>.</param>
/// <param name="Path">Relative to the root, merged.</param>
/// <param name="DivertedTo">The other name, likewise.</param>
internal sealed record Diversion(string Package, string Path, string DivertedTo) : ScriptEffect
{
    /// <inheritdoc/>
    public override string ToString() => $"divert /{Path} to /{DivertedTo} except of {Package}";
}
