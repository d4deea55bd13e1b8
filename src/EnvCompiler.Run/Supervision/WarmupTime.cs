namespace EnvCompiler.Run.Supervision;

/// <summary>How long a warm-up request took.</summary>
/// <param name="Request"><c>chat</c>, <c>completion</c>, <c>embedding</c> or the path or URL of an HTTP request.</param>
/// <param name="Seconds">Until the whole answer was there.</param>
public sealed record WarmupTime(string Request, double Seconds);
