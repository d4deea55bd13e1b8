namespace EnvCompiler.Run.Activation.Drivers;

/// <summary>Where the driver's files are inside a root: directories of envc's own, because nothing can be added to the root's <c>/usr</c>.</summary>
internal static class DriverPlaces
{
    /// <summary>The directory at depth one.</summary>
    internal const string Directory = "/.envc-driver";

    /// <summary>Libraries; the root's <c>ld.so.cache</c> names them.</summary>
    internal const string Libraries = Directory + "/lib";

    /// <summary>Programs; last on PATH inside.</summary>
    internal const string Programs = Directory + "/bin";
}
