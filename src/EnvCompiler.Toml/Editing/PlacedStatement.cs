using EnvCompiler.Toml.Syntax;

namespace EnvCompiler.Toml.Editing;

/// <summary>A statement with the whole path of what it defines.</summary>
/// <param name="Syntax">The statement.</param>
/// <param name="Index">Its place among all statements.</param>
/// <param name="SectionLength">How many parts of the path come from the header above; all of a header's own.</param>
/// <param name="Path">Keys without quotes, from the top.</param>
internal sealed record PlacedStatement(StatementSyntax Syntax, int Index, int SectionLength, IReadOnlyList<string> Path)
{
    internal bool IsBelow(IReadOnlyList<string> prefix)
    {
        if (Path.Count < prefix.Count)
            return false;
        for (var i = 0; i < prefix.Count; i++)
        {
            if (Path[i] != prefix[i])
                return false;
        }

        return true;
    }
}
