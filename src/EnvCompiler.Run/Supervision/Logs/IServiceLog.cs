namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Where one service's output goes. Nothing here throws: a full disk costs lines, never the service.</summary>
internal interface IServiceLog : IDisposable
{
    /// <summary>A line of the supervisor's own.</summary>
    void Note(string line);

    /// <summary>Lines of output that came together; they share a time.</summary>
    /// <param name="stream">Where they come from.</param>
    /// <param name="lines">Bytes with <c>\n</c> after every line, the last one included or not.</param>
    /// <param name="redactor">Takes secrets out.</param>
    void Write(LogStream stream, ReadOnlySpan<byte> lines, SecretRedactor redactor);
}
