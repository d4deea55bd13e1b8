using System.Globalization;
using EnvCompiler.Model.Generations;

namespace EnvCompiler.Compile.Generations;

/// <summary>Who publishes or switches, for <c>history.jsonl</c>.</summary>
/// <param name="Author">User name.</param>
/// <param name="Host">Host name.</param>
/// <param name="Command">Command line, its first word <c>envc</c>.</param>
public sealed record PublishOrigin(string Author, string Host, IReadOnlyList<string> Command)
{
    /// <summary>The line of the history for what they make live.</summary>
    /// <param name="kind"><see cref="HistoryKind"/>.</param>
    /// <param name="number">The generation.</param>
    /// <param name="parent">What was live before.</param>
    /// <param name="digest">SHA-256 of its <c>generation.json</c>.</param>
    /// <param name="now">When.</param>
    internal HistoryEntry EntryOf(string kind, int number, int? parent, string digest, DateTimeOffset now) => new()
    {
        Kind = kind,
        Generation = number,
        Parent = parent,
        Digest = digest,
        Time = now.UtcDateTime.ToString("s", CultureInfo.InvariantCulture) + "Z",
        Author = Author,
        Host = Host,
        Command = Command,
    };
}
