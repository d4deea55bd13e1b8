namespace EnvCompiler.Ship.Signing;

/// <summary>How the signatures of a manifest stand to keys. A later one outweighs an earlier one where there are several signatures.</summary>
internal enum SignatureState
{
    /// <summary>There is no signature.</summary>
    Missing,

    /// <summary>There are signatures, and none is of these keys: of another key, or of other bytes than are there.</summary>
    OfOtherKey,

    /// <summary>One of these keys has signed another manifest, and that signature was put here.</summary>
    OfOtherManifest,

    /// <summary>One of these keys has signed this manifest in another repository.</summary>
    OfOtherRepository,

    /// <summary>One of these keys has signed this.</summary>
    Valid,
}
