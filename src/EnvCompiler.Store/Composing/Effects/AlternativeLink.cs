namespace EnvCompiler.Store.Composing.Effects;

/// <summary>One link of an alternative, the main one or one that follows it.</summary>
/// <param name="Link">Absolute path of the generic name: <c>/usr/bin/awk</c>.</param>
/// <param name="Name">Name in <c>/etc/alternatives</c>.</param>
/// <param name="Path">Absolute path that provides it: <c>/usr/bin/mawk</c>.</param>
internal sealed record AlternativeLink(string Link, string Name, string Path)
{
    /// <summary>It names places in a root and cannot lead anywhere else.</summary>
    public bool IsSound =>
        RootPath.Normalise(Link) == Link && RootPath.Normalise(Path) is not null && RootPath.Normalise($"/{Name}") == $"/{Name}" && !Name.Contains('/');
}
