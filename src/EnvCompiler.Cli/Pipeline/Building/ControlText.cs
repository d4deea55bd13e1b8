using System.Text;

namespace EnvCompiler.Cli.Pipeline.Building;

/// <summary>The <c>control</c> file of a package that envc makes (Debian Policy 5.3).</summary>
/// <param name="name">Package name.</param>
/// <param name="version">Its version.</param>
/// <param name="architecture">Debian architecture.</param>
internal sealed class ControlText(string name, string version, string architecture)
{
    /// <summary>Relations, one an element.</summary>
    internal IReadOnlyList<string> Depends { get; init; } = [];

    /// <summary>One line about the package.</summary>
    internal string? Description { get; init; }

    /// <summary>The file's text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append("Package: ").Append(name).Append('\n');
        text.Append("Version: ").Append(version).Append('\n');
        text.Append("Architecture: ").Append(architecture).Append('\n');
        text.Append("Maintainer: envc build\n");
        if (Depends.Count > 0)
            text.Append("Depends: ").AppendJoin(", ", Depends).Append('\n');
        text.Append("Description: ").Append(Description ?? name).Append('\n');
        return text.ToString();
    }
}
