namespace EnvCompiler.Run.Tests.Supervision.Logs;

/// <summary>A clock that stands where a test puts it.</summary>
internal sealed class SetClock : TimeProvider
{
    internal DateTimeOffset Now { get; set; } = new(2026, 11, 21, 9, 45, 22, 123, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
