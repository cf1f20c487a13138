@echo off
rem Starts Glimpse with the Java 25 or newer of JAVA_HOME, else the one on PATH.
setlocal
for %%I in ("%~dp0..") do set "GLIMPSE_HOME=%%~fI"
set "GLIMPSE_JAVA=java"
if defined JAVA_HOME set "GLIMPSE_JAVA=%JAVA_HOME%\bin\java"
if not defined GLIMPSE_NATIVE_DIR set "GLIMPSE_NATIVE_DIR=%GLIMPSE_HOME%\native"
"%GLIMPSE_JAVA%" --enable-native-access=dev.glimpse.bindings,org.bytedeco.javacpp,org.bytedeco.opencv,snappy.java,com.github.luben.zstd_jni,org.jline.terminal.ffm -Dhardwood.uselibdeflate=false --illegal-native-access=deny --add-modules org.bytedeco.javacpp.windows.x86_64,org.bytedeco.openblas.windows.x86_64,org.bytedeco.opencv.windows.x86_64 "-Dglimpse.home=%GLIMPSE_HOME%" "-Dglimpse.native.dir=%GLIMPSE_NATIVE_DIR%" %GLIMPSE_JAVA_OPTS% --module-path "%GLIMPSE_HOME%\lib" --module dev.glimpse.cli/dev.glimpse.cli.Main %*
exit /b %ERRORLEVEL%
