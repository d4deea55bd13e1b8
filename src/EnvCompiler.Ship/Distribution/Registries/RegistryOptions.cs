namespace EnvCompiler.Ship.Distribution.Registries;

/// <summary>How a registry is talked to.</summary>
public sealed record RegistryOptions
{
    /// <summary>Plain HTTP was asked for; loopback is reached by it anyway.</summary>
    public bool PlainHttp { get; init; }

    /// <summary>Hosts that credentials of this registry may be sent to besides its own (<c>realm</c>).</summary>
    public IReadOnlyList<string> Realms { get; init; } = [];

    /// <summary>Larger blobs are sent by <c>PATCH</c>, smaller ones in one <c>PUT</c>. Bytes.</summary>
    public long MonolithicSize { get; init; } = 4 << 20;

    /// <summary>The most that one <c>PATCH</c> has, in bytes. Usually everything: most registries and all clients do so; proxies may allow less.</summary>
    public long ChunkSize { get; init; } = long.MaxValue;

    /// <summary>Until the first byte of an answer.</summary>
    public TimeSpan Answer { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>As <see cref="Answer"/>, of a blob that was sent: the registry may hash it first.</summary>
    public TimeSpan Commit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Between two pieces that arrive or are sent.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Waits before the second, third, … try after 429, 5xx or a broken connection; a registry's <c>Retry-After</c> outweighs a shorter one.</summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
        [TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8)];

    /// <summary>A longer <c>Retry-After</c> is not waited for.</summary>
    public TimeSpan LongestWait { get; init; } = TimeSpan.FromMinutes(1);
}
