namespace EnvCompiler.Host.Files;

/// <summary>A file that is being written; disposing closes it.</summary>
public interface IWritableFile : IDisposable
{
    /// <summary>Appends bytes.</summary>
    void Write(ReadOnlySpan<byte> bytes);

    /// <summary><c>futimens</c>: the time of last change and of last access.</summary>
    /// <param name="unixSeconds">Whole seconds since 1970 UTC.</param>
    void SetModifiedTime(long unixSeconds);

    /// <summary><c>fsync</c>: the contents survive a crash from here on.</summary>
    void Sync();
}
