namespace EnvCompiler.Store.Composing.Effects;

/// <summary><c>add-shell</c>: a line of <c>/etc/shells</c>.</summary>
/// <param name="Path">Absolute path of the shell.</param>
internal sealed record ShellEntry(string Path) : ScriptEffect
{
    /// <inheritdoc/>
    public override string ToString() => $"shell {Path}";
}
