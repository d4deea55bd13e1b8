using System.Text;

namespace EnvCompiler.Run.Activation.Ways;

/// <summary>
/// What is known about the ways in on this host, in the host facts' file <c>way</c>: the chosen way, the conditions under which it was
/// chosen, and a verdict a line, <c>NAME works|refused REASON</c>. <c>enter</c> reads it with the shell's own <c>read</c>.
/// </summary>
/// <param name="Chosen">Name of the way that is taken.</param>
/// <param name="Conditions"><see cref="WayConditions"/>.</param>
/// <param name="Verdicts">One for each way that was tried, in their order.</param>
public sealed record WayRecord(string Chosen, string Conditions, IReadOnlyList<WayVerdict> Verdicts)
{
    /// <summary>The record, or null where there is none.</summary>
    public static WayRecord? TryRead(string path)
    {
        if (!File.Exists(path) || File.ReadAllLines(path) is not [var chosen, var conditions, .. var lines])
            return null;
        var verdicts = new List<WayVerdict>();
        foreach (var line in lines)
        {
            if (line.Split(' ', 3) is [var way, var result, var reason])
                verdicts.Add(new WayVerdict(way, result == "works", reason));
        }

        return new WayRecord(chosen, conditions, verdicts);
    }

    /// <summary>The verdict on a way, or null where it was not tried.</summary>
    public WayVerdict? Of(string way)
    {
        foreach (var verdict in Verdicts)
        {
            if (verdict.Way == way)
                return verdict;
        }

        return null;
    }

    /// <summary>The file's text.</summary>
    public string Format()
    {
        var text = new StringBuilder().Append(Chosen).Append('\n').Append(Conditions).Append('\n');
        foreach (var verdict in Verdicts)
            text.Append(verdict.Way).Append(verdict.Works ? " works " : " refused ").Append(verdict.Reason).Append('\n');
        return text.ToString();
    }
}
