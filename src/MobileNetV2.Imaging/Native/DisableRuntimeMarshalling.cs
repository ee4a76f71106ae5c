// Arguments reach the native libraries exactly as declared, with no marshalling code generated at run time.
[assembly: System.Runtime.CompilerServices.DisableRuntimeMarshalling]
