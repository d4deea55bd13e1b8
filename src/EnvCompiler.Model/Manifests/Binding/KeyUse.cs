namespace EnvCompiler.Model.Manifests.Binding;

/// <summary>What the binder does with a key it knows.</summary>
internal enum KeyUse
{
    /// <summary>It is read into a record.</summary>
    Bound,

    /// <summary>It is Flox's and means nothing here; a warning says so.</summary>
    NoEffect,

    /// <summary>It changes what is installed or run, and this version cannot do it. It is checked, and an error names it.</summary>
    Refused,

    /// <summary>A later version has commands for it, and nothing that this one does depends on it. It is checked, and a warning says so.</summary>
    ForLater,
}
