namespace EnvCompiler.Store;

/// <summary>What the store is doing; fetching and unpacking overlap.</summary>
public enum StorePhase
{
    /// <summary>Artifacts are downloaded.</summary>
    Fetch,

    /// <summary>Artifacts become objects.</summary>
    Unpack,

    /// <summary>Objects become roots.</summary>
    Compose,
}
