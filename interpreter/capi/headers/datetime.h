/* Answers to Include/datetime.h of CPython 3.13. Deviation: the library's datetime is the Python one, so that objects have attributes
   instead of packed bytes: the macros read those, and PyDateTime_CAPI is filled in by PyDateTime_IMPORT instead of a capsule. */
#ifndef DATETIME_H
#define DATETIME_H
#include "Python.h"
#pragma clang system_header
#ifdef __cplusplus
extern "C" {
#endif
typedef struct { PyObject_HEAD } PyDateTime_Delta;
typedef struct { PyObject_HEAD } PyDateTime_TZInfo;
typedef struct { PyObject_HEAD } PyDateTime_Time;
typedef struct { PyObject_HEAD } PyDateTime_Date;
typedef struct { PyObject_HEAD } PyDateTime_DateTime;

typedef struct {
  PyTypeObject *DateType, *DateTimeType, *TimeType, *DeltaType, *TZInfoType;
  PyObject *TimeZone_UTC;
  PyObject *(*Date_FromDate)(int, int, int, PyTypeObject *);
  PyObject *(*DateTime_FromDateAndTime)(int, int, int, int, int, int, int, PyObject *, PyTypeObject *);
  PyObject *(*Time_FromTime)(int, int, int, int, PyObject *, PyTypeObject *);
  PyObject *(*Delta_FromDelta)(int, int, int, int, PyTypeObject *);
  PyObject *(*TimeZone_FromTimeZone)(PyObject *, PyObject *);
  PyObject *(*DateTime_FromTimestamp)(PyObject *, PyObject *, PyObject *);
  PyObject *(*Date_FromTimestamp)(PyObject *, PyObject *);
  PyObject *(*DateTime_FromDateAndTimeAndFold)(int, int, int, int, int, int, int, PyObject *, int, PyTypeObject *);
  PyObject *(*Time_FromTimeAndFold)(int, int, int, int, PyObject *, int, PyTypeObject *);
} PyDateTime_CAPI;
#define PyDateTime_CAPSULE_NAME "datetime.datetime_CAPI"

static PyDateTime_CAPI *PyDateTimeAPI = NULL;

static inline PyObject *_PyXray_Date(int year, int month, int day, PyTypeObject *type) { return PyObject_CallFunction((PyObject *)type, "iii", year, month, day); }
/* What the type says to its arguments and fold; steals args. */
static inline PyObject *_PyXray_WithFold(PyTypeObject *type, PyObject *args, int fold) {
  PyObject *kwargs = args == NULL ? NULL : Py_BuildValue("{s:i}", "fold", fold);
  PyObject *result = kwargs == NULL ? NULL : PyObject_Call((PyObject *)type, args, kwargs);
  Py_XDECREF(kwargs);
  Py_XDECREF(args);
  return result;
}
static inline PyObject *_PyXray_DateTimeFold(int year, int month, int day, int hour, int minute, int second, int usecond, PyObject *tzinfo, int fold, PyTypeObject *type) {
  return _PyXray_WithFold(type, Py_BuildValue("(iiiiiiiO)", year, month, day, hour, minute, second, usecond, tzinfo), fold);
}
static inline PyObject *_PyXray_DateTime(int year, int month, int day, int hour, int minute, int second, int usecond, PyObject *tzinfo, PyTypeObject *type) {
  return _PyXray_DateTimeFold(year, month, day, hour, minute, second, usecond, tzinfo, 0, type);
}
static inline PyObject *_PyXray_TimeFold(int hour, int minute, int second, int usecond, PyObject *tzinfo, int fold, PyTypeObject *type) {
  return _PyXray_WithFold(type, Py_BuildValue("(iiiiO)", hour, minute, second, usecond, tzinfo), fold);
}
static inline PyObject *_PyXray_Time(int hour, int minute, int second, int usecond, PyObject *tzinfo, PyTypeObject *type) {
  return _PyXray_TimeFold(hour, minute, second, usecond, tzinfo, 0, type);
}
/* The Python type always normalises. */
static inline PyObject *_PyXray_Delta(int days, int seconds, int useconds, int normalize, PyTypeObject *type) {
  (void)normalize;
  return PyObject_CallFunction((PyObject *)type, "iii", days, seconds, useconds);
}
static inline PyObject *_PyXray_TimeZone(PyObject *offset, PyObject *name) {
  PyObject *module = PyImport_ImportModule("datetime");
  PyObject *type = module == NULL ? NULL : PyObject_GetAttrString(module, "timezone");
  PyObject *result = type == NULL ? NULL : PyObject_CallFunctionObjArgs(type, offset, name, NULL);
  Py_XDECREF(type);
  Py_XDECREF(module);
  return result;
}
static inline PyObject *_PyXray_FromTimestamp(PyObject *cls, PyObject *args, PyObject *kwargs) {
  PyObject *method = PyObject_GetAttrString(cls, "fromtimestamp");
  PyObject *result = method == NULL ? NULL : PyObject_Call(method, args, kwargs);
  Py_XDECREF(method);
  return result;
}
static inline PyObject *_PyXray_DateFromTimestamp(PyObject *cls, PyObject *args) { return _PyXray_FromTimestamp(cls, args, NULL); }

static inline PyDateTime_CAPI *_PyXray_DateTimeImport(void) {
  static PyDateTime_CAPI api;
  PyObject *module = PyImport_ImportModule("datetime"), *timezone;
  if (module == NULL) return NULL;
  api.DateType = (PyTypeObject *)PyObject_GetAttrString(module, "date");
  api.DateTimeType = (PyTypeObject *)PyObject_GetAttrString(module, "datetime");
  api.TimeType = (PyTypeObject *)PyObject_GetAttrString(module, "time");
  api.DeltaType = (PyTypeObject *)PyObject_GetAttrString(module, "timedelta");
  api.TZInfoType = (PyTypeObject *)PyObject_GetAttrString(module, "tzinfo");
  timezone = PyObject_GetAttrString(module, "timezone");
  api.TimeZone_UTC = timezone == NULL ? NULL : PyObject_GetAttrString(timezone, "utc");
  Py_XDECREF(timezone);
  Py_DECREF(module);
  if (api.DateType == NULL || api.DateTimeType == NULL || api.TimeType == NULL || api.DeltaType == NULL || api.TZInfoType == NULL || api.TimeZone_UTC == NULL) return NULL;
  api.Date_FromDate = _PyXray_Date;
  api.DateTime_FromDateAndTime = _PyXray_DateTime;
  api.Time_FromTime = _PyXray_Time;
  api.Delta_FromDelta = _PyXray_Delta;
  api.TimeZone_FromTimeZone = _PyXray_TimeZone;
  api.DateTime_FromTimestamp = _PyXray_FromTimestamp;
  api.Date_FromTimestamp = _PyXray_DateFromTimestamp;
  api.DateTime_FromDateAndTimeAndFold = _PyXray_DateTimeFold;
  api.Time_FromTimeAndFold = _PyXray_TimeFold;
  return &api;
}
#define PyDateTime_IMPORT do { if (PyDateTimeAPI == NULL) PyDateTimeAPI = _PyXray_DateTimeImport(); } while (0)
#define PyDateTime_TimeZone_UTC (PyDateTimeAPI->TimeZone_UTC)

static inline int _PyXray_DateTimeField(PyObject *o, const char *name) {
  PyObject *v = PyObject_GetAttrString(o, name);
  int n = v == NULL ? -1 : (int)PyLong_AsLong(v);
  Py_XDECREF(v);
  return n;
}
/* Borrowed: the object owns its zone. */
static inline PyObject *_PyXray_DateTimeZone(PyObject *o) {
  PyObject *v = PyObject_GetAttrString(o, "tzinfo");
  Py_XDECREF(v);
  return v;
}
#define PyDateTime_GET_YEAR(o) _PyXray_DateTimeField(_PyObject_CAST(o), "year")
#define PyDateTime_GET_MONTH(o) _PyXray_DateTimeField(_PyObject_CAST(o), "month")
#define PyDateTime_GET_DAY(o) _PyXray_DateTimeField(_PyObject_CAST(o), "day")
#define PyDateTime_DATE_GET_HOUR(o) _PyXray_DateTimeField(_PyObject_CAST(o), "hour")
#define PyDateTime_DATE_GET_MINUTE(o) _PyXray_DateTimeField(_PyObject_CAST(o), "minute")
#define PyDateTime_DATE_GET_SECOND(o) _PyXray_DateTimeField(_PyObject_CAST(o), "second")
#define PyDateTime_DATE_GET_MICROSECOND(o) _PyXray_DateTimeField(_PyObject_CAST(o), "microsecond")
#define PyDateTime_DATE_GET_FOLD(o) _PyXray_DateTimeField(_PyObject_CAST(o), "fold")
#define PyDateTime_DATE_GET_TZINFO(o) _PyXray_DateTimeZone(_PyObject_CAST(o))
#define PyDateTime_TIME_GET_HOUR PyDateTime_DATE_GET_HOUR
#define PyDateTime_TIME_GET_MINUTE PyDateTime_DATE_GET_MINUTE
#define PyDateTime_TIME_GET_SECOND PyDateTime_DATE_GET_SECOND
#define PyDateTime_TIME_GET_MICROSECOND PyDateTime_DATE_GET_MICROSECOND
#define PyDateTime_TIME_GET_FOLD PyDateTime_DATE_GET_FOLD
#define PyDateTime_TIME_GET_TZINFO PyDateTime_DATE_GET_TZINFO
#define PyDateTime_DELTA_GET_DAYS(o) _PyXray_DateTimeField(_PyObject_CAST(o), "days")
#define PyDateTime_DELTA_GET_SECONDS(o) _PyXray_DateTimeField(_PyObject_CAST(o), "seconds")
#define PyDateTime_DELTA_GET_MICROSECONDS(o) _PyXray_DateTimeField(_PyObject_CAST(o), "microseconds")

#define PyDate_Check(op) PyObject_TypeCheck((op), PyDateTimeAPI->DateType)
#define PyDate_CheckExact(op) Py_IS_TYPE((op), PyDateTimeAPI->DateType)
#define PyDateTime_Check(op) PyObject_TypeCheck((op), PyDateTimeAPI->DateTimeType)
#define PyDateTime_CheckExact(op) Py_IS_TYPE((op), PyDateTimeAPI->DateTimeType)
#define PyTime_Check(op) PyObject_TypeCheck((op), PyDateTimeAPI->TimeType)
#define PyTime_CheckExact(op) Py_IS_TYPE((op), PyDateTimeAPI->TimeType)
#define PyDelta_Check(op) PyObject_TypeCheck((op), PyDateTimeAPI->DeltaType)
#define PyDelta_CheckExact(op) Py_IS_TYPE((op), PyDateTimeAPI->DeltaType)
#define PyTZInfo_Check(op) PyObject_TypeCheck((op), PyDateTimeAPI->TZInfoType)
#define PyTZInfo_CheckExact(op) Py_IS_TYPE((op), PyDateTimeAPI->TZInfoType)

#define PyDate_FromDate(year, month, day) PyDateTimeAPI->Date_FromDate((year), (month), (day), PyDateTimeAPI->DateType)
#define PyDateTime_FromDateAndTime(year, month, day, hour, min, sec, usec) \
  PyDateTimeAPI->DateTime_FromDateAndTime((year), (month), (day), (hour), (min), (sec), (usec), Py_None, PyDateTimeAPI->DateTimeType)
#define PyDateTime_FromDateAndTimeAndFold(year, month, day, hour, min, sec, usec, fold) \
  PyDateTimeAPI->DateTime_FromDateAndTimeAndFold((year), (month), (day), (hour), (min), (sec), (usec), Py_None, (fold), PyDateTimeAPI->DateTimeType)
#define PyTime_FromTime(hour, minute, second, usecond) PyDateTimeAPI->Time_FromTime((hour), (minute), (second), (usecond), Py_None, PyDateTimeAPI->TimeType)
#define PyTime_FromTimeAndFold(hour, minute, second, usecond, fold) PyDateTimeAPI->Time_FromTimeAndFold((hour), (minute), (second), (usecond), Py_None, (fold), PyDateTimeAPI->TimeType)
#define PyDelta_FromDSU(days, seconds, useconds) PyDateTimeAPI->Delta_FromDelta((days), (seconds), (useconds), 1, PyDateTimeAPI->DeltaType)
#define PyTimeZone_FromOffset(offset) PyDateTimeAPI->TimeZone_FromTimeZone((offset), NULL)
#define PyTimeZone_FromOffsetAndName(offset, name) PyDateTimeAPI->TimeZone_FromTimeZone((offset), (name))
#define PyDateTime_FromTimestamp(args) PyDateTimeAPI->DateTime_FromTimestamp((PyObject *)PyDateTimeAPI->DateTimeType, (args), NULL)
#define PyDate_FromTimestamp(args) PyDateTimeAPI->Date_FromTimestamp((PyObject *)PyDateTimeAPI->DateType, (args))
#ifdef __cplusplus
}
#endif
#endif
