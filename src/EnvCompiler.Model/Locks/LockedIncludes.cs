using System.Text.Json;

namespace EnvCompiler.Model.Locks;

/// <summary>Lists of included environments.</summary>
public static class LockedIncludes
{
    /// <summary>Whether two locks have the same ones. The written form is what is compared, so a new property cannot be forgotten.</summary>
    public static bool AreEqual(IReadOnlyList<LockedInclude>? first, IReadOnlyList<LockedInclude>? second)
    {
        if (ReferenceEquals(first, second))
            return true;
        return first is not null && second is not null && Bytes(first).AsSpan().SequenceEqual(Bytes(second));
    }

    private static byte[] Bytes(IReadOnlyList<LockedInclude> includes) => JsonSerializer.SerializeToUtf8Bytes(includes, LockJson.Readable.IReadOnlyListLockedInclude);
}
