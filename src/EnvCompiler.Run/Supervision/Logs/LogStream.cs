namespace EnvCompiler.Run.Supervision.Logs;

/// <summary>Where a line of a service's log comes from: the second word of the line.</summary>
internal enum LogStream
{
    /// <summary><c>out</c>: the service's standard output.</summary>
    Output,

    /// <summary><c>err</c>: the service's standard error.</summary>
    Error,

    /// <summary><c>envc</c>: what the supervisor did.</summary>
    Supervisor,
}
