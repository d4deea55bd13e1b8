using System.Text;

namespace EnvCompiler.Model.Generations;

/// <summary>
/// <c>targets/T/roots</c>: a line <c>ID GROUP</c> for each root, as <c>activation.json</c> has them too. A switch looks whether they are there, and nothing of JSON is loaded for that.
/// </summary>
public static class GenerationRoots
{
    /// <summary>Its name.</summary>
    public const string File = "roots";

    /// <summary>The file's text.</summary>
    /// <param name="roots">Root id by group.</param>
    public static string Write(IReadOnlyDictionary<string, string> roots)
    {
        var text = new StringBuilder();
        foreach (var (group, id) in roots)
            text.Append(id).Append(' ').Append(group).Append('\n');
        return text.ToString();
    }

    /// <summary>The ids of a target's roots.</summary>
    /// <param name="text">Of <see cref="Write"/>.</param>
    public static IReadOnlyList<string> Ids(string text)
    {
        var ids = new List<string>();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            ids.Add(line[..line.IndexOf(' ', StringComparison.Ordinal)]);
        return ids;
    }
}
