namespace EnvCompiler.Run.Activation.Ways;

/// <summary>What came of trying a way in.</summary>
/// <param name="Way">Its name.</param>
/// <param name="Works">Whether a program ran.</param>
/// <param name="Reason">Why or why not: one sentence without a final period.</param>
public sealed record WayVerdict(string Way, bool Works, string Reason);
