using System.Buffers;
using System.Text;

namespace EnvCompiler.Resolve.Catalogs.Debian;

/// <summary>
/// Reads relationship fields (Debian Policy 7.1, deb-src-control(5) for restrictions). It never fails: an element that does not
/// follow the grammar becomes a relation with its whole text as name, which no package has, so what needs it cannot be installed.
/// </summary>
internal static class RelationParser
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" \t\n([<:");
    private static readonly SearchValues<char> EndOfQualifier = SearchValues.Create(" \t\n([<");

    /// <summary><c>Depends</c> and <c>Pre-Depends</c>: elements with alternatives. What does not apply to the architecture is left out.</summary>
    internal static IReadOnlyList<Dependency> ParseDependencies(ReadOnlySpan<byte> field, string architecture)
    {
        if (field.IsEmpty)
            return [];
        var text = Encoding.UTF8.GetString(field).AsSpan();
        var dependencies = new List<Dependency>(text.Count(',') + 1);
        foreach (var range in text.Split(','))
        {
            var alternatives = ParseList(text[range], '|', architecture);
            if (alternatives.Count > 0)
                dependencies.Add(new Dependency(alternatives));
        }

        return dependencies;
    }

    /// <summary><c>Provides</c>, <c>Conflicts</c>, <c>Breaks</c>, <c>Replaces</c>: a plain list.</summary>
    internal static IReadOnlyList<Relation> ParseRelations(ReadOnlySpan<byte> field, string architecture) =>
        field.IsEmpty ? [] : ParseList(Encoding.UTF8.GetString(field), ',', architecture);

    /// <summary>One relation, without separators.</summary>
    internal static Relation Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        return TryParse(text) ?? new Relation(text.ToString());
    }

    private static List<Relation> ParseList(ReadOnlySpan<char> text, char separator, string architecture)
    {
        var relations = new List<Relation>(1);
        foreach (var range in text.Split(separator))
        {
            if (text[range].IsWhiteSpace())
                continue;
            var relation = Parse(text[range]);
            if (relation.AppliesTo(architecture))
                relations.Add(relation);
        }

        return relations;
    }

    private static Relation? TryParse(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAny(EndOfName);
        if (end < 0)
            return new Relation(text.ToString());
        if (end == 0)
            return null;
        var relation = new Relation(text[..end].ToString());
        var rest = text[end..];
        if (rest[0] == ':')
        {
            end = rest.IndexOfAny(EndOfQualifier);
            relation = relation with { Qualifier = (end < 0 ? rest[1..] : rest[1..end]).ToString() };
            rest = end < 0 ? default : rest[end..];
        }

        for (rest = rest.TrimStart(); !rest.IsEmpty; rest = rest.TrimStart())
        {
            // The version's own operators hold angle brackets; they stand inside parentheses, so the first bracket decides.
            var close = rest[0] switch { '(' => rest.IndexOf(')'), '[' => rest.IndexOf(']'), '<' => rest.IndexOf('>'), _ => -1 };
            if (close < 0)
                return null;
            var inside = rest[1..close].Trim();
            switch (rest[0])
            {
                case '(' when TryParseVersion(inside, out var op, out var version):
                    relation = relation with { Operator = op, Version = version };
                    break;
                case '[':
                    relation = relation with { Architectures = Words(inside) };
                    break;
                case '<':
                    relation = relation with { Profiles = [.. relation.Profiles, string.Join(' ', Words(inside))] };
                    break;
                default:
                    return null;
            }

            rest = rest[(close + 1)..];
        }

        return relation;
    }

    private static bool TryParseVersion(ReadOnlySpan<char> text, out VersionRelation op, out DebianVersion version)
    {
        var start = text.IndexOfAnyExcept("<>=");
        op = VersionRelation.Any;
        version = default;
        if (start <= 0)
            return false;
        op = text[..start] switch
        {
            "<<" => VersionRelation.Earlier,
            "<=" or "<" => VersionRelation.EarlierOrEqual,
            "=" => VersionRelation.Equal,
            ">=" or ">" => VersionRelation.LaterOrEqual,
            ">>" => VersionRelation.Later,
            _ => VersionRelation.Any,
        };
        var number = text[start..].Trim();
        version = new DebianVersion(number.ToString());
        return op != VersionRelation.Any && !number.IsEmpty;
    }

    private static string[] Words(ReadOnlySpan<char> text) =>
        text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
