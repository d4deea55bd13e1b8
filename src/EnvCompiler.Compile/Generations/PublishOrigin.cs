namespace EnvCompiler.Compile.Generations;

/// <summary>Who publishes or switches, for <c>history.jsonl</c>.</summary>
/// <param name="Author">User name.</param>
/// <param name="Host">Host name.</param>
/// <param name="Command">Command line, its first word <c>envc</c>.</param>
public sealed record PublishOrigin(string Author, string Host, IReadOnlyList<string> Command);
