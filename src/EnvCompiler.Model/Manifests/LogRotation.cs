using System.Text.Json.Serialization;
using EnvCompiler.Model.Conditions;

namespace EnvCompiler.Model.Manifests;

/// <summary>When a service's log becomes an old file, and how many of these are kept.</summary>
public sealed record LogRotation
{
    private const string DefaultMaxSize = "64M";

    /// <summary>Size before a new file is begun: a number with <c>K</c>, <c>M</c>, <c>G</c> or <c>T</c>.</summary>
    public string MaxSize { get; init => field = value ?? DefaultMaxSize; } = DefaultMaxSize;

    /// <summary>Age of the first line before a new file is begun; absent means any.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Old files that are kept, <c>NAME.log.1</c> the newest of them.</summary>
    public int Keep { get; init; } = 1;

    /// <summary><see cref="MaxSize"/> in bytes; what 64 bits cannot hold is as good as no limit.</summary>
    [JsonIgnore]
    public long MaxBytes => ByteCount.TryParse(MaxSize, out var bytes) ? bytes : long.MaxValue;
}
